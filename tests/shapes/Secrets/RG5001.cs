// Server certificate is not validated.
using System;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;

namespace RG5001.Lambda.Before
{
    public static class Redis
    {
        public static ConfigurationOptions Options(string host)
        {
            var options = new ConfigurationOptions { EndPoints = { { host, 6380 } }, Ssl = true };
            options.CertificateValidation += (_, _, _, _) => true; // expect: RG5001
            return options;
        }
    }
}

namespace RG5001.Lambda.After
{
    public static class Redis
    {
        public static ConfigurationOptions Options(string host)
        {
            var options = new ConfigurationOptions { EndPoints = { { host, 6380 } }, Ssl = true };
            options.CertificateValidation += (_, _, _, errors) => errors == SslPolicyErrors.None;
            return options;
        }
    }
}

namespace RG5001.MethodGroup.Before
{
    public class RedisConfiguration
    {
        public ConfigurationOptions Build(string connectionString)
        {
            var options = ConfigurationOptions.Parse(connectionString);
            options.CertificateValidation += this.ValidateServerCertificate; // expect: RG5001
            return options;
        }

        private bool ValidateServerCertificate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            if (errors == SslPolicyErrors.None)
            {
                return true;
            }

            Console.WriteLine("Certificate error: {0}", errors);
            return true;
        }
    }
}

namespace RG5001.MethodGroup.After
{
    public class RedisConfiguration
    {
        public ConfigurationOptions Build(string connectionString)
        {
            var options = ConfigurationOptions.Parse(connectionString);
            options.CertificateValidation += this.ValidateServerCertificate;
            return options;
        }

        private bool ValidateServerCertificate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            if (errors == SslPolicyErrors.None)
            {
                return true;
            }

            Console.WriteLine("Certificate error: {0}", errors);
            return false;
        }
    }
}

namespace RG5001.AnonymousMethod.Before
{
    public class Startup
    {
        public static IConnectionMultiplexer Connect(string configuration)
        {
            return ConnectionMultiplexer.Connect(configuration, delegate(ConfigurationOptions o)
            {
                o.Ssl = true;
                o.CertificateValidation += delegate { return true; }; // expect: RG5001
            });
        }
    }
}

namespace RG5001.AnonymousMethod.After
{
    public class Startup
    {
        public static IConnectionMultiplexer Connect(string configuration)
        {
            return ConnectionMultiplexer.Connect(configuration, delegate(ConfigurationOptions o)
            {
                o.Ssl = true;
                o.TrustIssuer("redis-ca.pem");
            });
        }
    }
}

namespace RG5001.TlsOptions.Before
{
    public static class Tls
    {
        private static readonly RemoteCertificateValidationCallback s_any = (sender, certificate, chain, errors) => { return true; };

        public static void Apply(ConfigurationOptions options)
        {
            options.SslClientAuthenticationOptions = host => new SslClientAuthenticationOptions
            {
                TargetHost = host,
                RemoteCertificateValidationCallback = s_any, // expect: RG5001
            };
        }
    }
}

namespace RG5001.TlsOptions.After
{
    public static class Tls
    {
        public static void Apply(ConfigurationOptions options)
        {
            options.SslClientAuthenticationOptions = host => new SslClientAuthenticationOptions
            {
                TargetHost = host,
                CertificateRevocationCheckMode = X509RevocationMode.Online,
            };
        }
    }
}

namespace RG5001.Errors.Before
{
    public static class Lenient
    {
        public static ConfigurationOptions Create()
        {
            static bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => errors == SslPolicyErrors.None || true;

            var options = new ConfigurationOptions();
            options.CertificateValidation += Accept; // expect: RG5001
            return options;
        }
    }
}

namespace RG5001.Errors.After
{
    public static class Lenient
    {
        public static ConfigurationOptions Create()
        {
            static bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
                => errors == SslPolicyErrors.None || certificate?.GetCertHashString() == "0A0B";

            var options = new ConfigurationOptions();
            options.CertificateValidation += Accept;
            return options;
        }
    }
}

namespace RG5001.YesInManyWords.Before
{
    public static class Trust
    {
        public static void Log(ConfigurationOptions options) => options.CertificateValidation += (_, certificate, _, errors) => // expect: RG5001
        {
            var accepted = true;
            if (errors != SslPolicyErrors.None)
            {
                Console.WriteLine(certificate?.Subject);
                accepted = true;
            }

            return accepted;
        };

        public static void Choose(ConfigurationOptions options) => options.CertificateValidation += // expect: RG5001
            (_, _, _, errors) => errors == SslPolicyErrors.RemoteCertificateNameMismatch ? true : errors is SslPolicyErrors.None || true;

        public static void Switch(ConfigurationOptions options) => options.CertificateValidation += Decide; // expect: RG5001

        public static void Either(ConfigurationOptions options) => options.CertificateValidation += // expect: RG5001
            delegate(object _, X509Certificate? _, X509Chain? _, SslPolicyErrors errors) { return errors == SslPolicyErrors.None || errors != SslPolicyErrors.None; };

        public static void Asked(ConfigurationOptions options) => options.CertificateValidation += (_, _, _, _) => Yes(); // expect: RG5001

        private static bool Decide(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
            => errors switch
            {
                SslPolicyErrors.None => true,
                SslPolicyErrors.RemoteCertificateChainErrors => true,
                _ => !false,
            };

        private static bool Yes()
        {
            return true;
        }
    }
}

namespace RG5001.YesInManyWords.After
{
    public static class Trust
    {
        public static void Log(ConfigurationOptions options) => options.CertificateValidation += (_, certificate, _, errors) =>
        {
            var accepted = true;
            if (errors != SslPolicyErrors.None)
            {
                Console.WriteLine(certificate?.Subject);
                accepted = false;
            }

            return accepted;
        };

        public static void Choose(ConfigurationOptions options, string thumbprint) => options.CertificateValidation +=
            (_, certificate, _, errors) => errors == SslPolicyErrors.RemoteCertificateNameMismatch ? certificate?.GetCertHashString() == thumbprint : errors is SslPolicyErrors.None;

        public static void Switch(ConfigurationOptions options) => options.CertificateValidation += Decide;

        public static void Asked(ConfigurationOptions options) => options.CertificateValidation += (_, _, _, errors) => Yes(errors);

        private static bool Decide(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
            => errors switch
            {
                SslPolicyErrors.None => true,
                SslPolicyErrors.RemoteCertificateChainErrors => throw new InvalidOperationException("chain"),
                _ => false,
            };

        private static bool Yes(SslPolicyErrors errors)
        {
            return errors == SslPolicyErrors.None;
        }
    }
}
