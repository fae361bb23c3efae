// What only looks like a fault. Every rule must be silent on all of this.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace LookAlikes.Certificates
{
    public static class Strict
    {
        public static void Refuse(ConfigurationOptions options) => options.CertificateValidation += (_, certificate, _, errors) =>
        {
            if (errors != SslPolicyErrors.None)
            {
                throw new InvalidOperationException($"{certificate?.Subject}: {errors}");
            }

            return true;
        };

        public static void ByEnvironment(ConfigurationOptions options, IHostEnvironment environment)
        {
            switch (environment.EnvironmentName)
            {
                case "Development":
                    options.CertificateValidation += (_, _, _, _) => true;
                    break;
                default:
                    options.Ssl = true;
                    break;
            }
        }
    }

    public class Settings
    {
        public bool AllowUntrustedCertificates { get; set; }

        public string Thumbprint { get; set; } = "";
    }

    public static class Checks
    {
        public static void Pinned(ConfigurationOptions options, Settings settings)
        {
            options.CertificateValidation += (_, certificate, _, errors) =>
            {
                if (errors == SslPolicyErrors.None)
                {
                    return true;
                }

                return certificate is X509Certificate2 actual && actual.Thumbprint == settings.Thumbprint;
            };
        }

        public static void OwnRoot(ConfigurationOptions options, X509Certificate2 root)
        {
            options.CertificateValidation += (sender, certificate, chain, errors) =>
            {
                using var own = new X509Chain();
                own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                own.ChainPolicy.CustomTrustStore.Add(root);
                return certificate is X509Certificate2 server && own.Build(server);
            };
        }

        public static void Switched(ConfigurationOptions options, Settings settings)
        {
            if (settings.AllowUntrustedCertificates)
            {
                options.CertificateValidation += (_, _, _, _) => true;
            }
        }

        public static void Development(ConfigurationOptions options, IHostEnvironment environment)
        {
            if (!environment.IsDevelopment())
            {
                return;
            }

            options.CertificateValidation += delegate { return true; };
        }

        public static void Refuses(ConfigurationOptions options) => options.CertificateValidation += (_, _, _, _) => false;

        public static void Removed(ConfigurationOptions options, RemoteCertificateValidationCallback callback) => options.CertificateValidation -= callback;

        public static void Given(ConfigurationOptions options, RemoteCertificateValidationCallback callback) => options.CertificateValidation += callback;

        public static void Selected(ConfigurationOptions options, X509Certificate2 client) => options.CertificateSelection += (_, _, _, _, _) => client;

        public static HttpClientHandler OtherHandler() => new() { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
    }
}

namespace LookAlikes.Passwords
{
    public class RedisSettings
    {
        public string Host { get; set; } = "localhost";

        public string Password { get; set; } = "";
    }

    public class Options(IConfiguration configuration, IOptions<RedisSettings> settings)
    {
        private const string Local = "localhost:6379,abortConnect=false,allowAdmin=true";
        private const string PasswordKey = "Redis:Password";

        public ConfigurationOptions First() => ConfigurationOptions.Parse(Local);

        public ConfigurationOptions Second() => new() { EndPoints = { settings.Value.Host }, Password = settings.Value.Password };

        public ConfigurationOptions Third() => new() { EndPoints = { "localhost" }, Password = configuration[PasswordKey] };

        public ConfigurationOptions Fourth() => ConfigurationOptions.Parse(configuration.GetConnectionString("Redis") ?? throw new InvalidOperationException("password=missing"));

        public ConfigurationOptions Fifth() => new() { Password = Environment.GetEnvironmentVariable("REDIS_PASSWORD") ?? string.Empty };

        public ConfigurationOptions Sixth() => new() { Password = File.ReadAllText("/run/secrets/redis_password").Trim() };

        public ConfigurationOptions Seventh() => ConfigurationOptions.Parse(string.Format("{0}:{1},password={2}", "redis", 6379, settings.Value.Password));

        public ConfigurationOptions Eighth()
        {
            var options = ConfigurationOptions.Parse("redis.example.com:6380,ssl=true,password=");
            options.Password = Password("redis");
            return options;
        }

        public ConfigurationOptions Ninth() => ConfigurationOptions.Parse("redis://localhost:6379");

        public ConfigurationOptions Tenth()
        {
            var text = new StringBuilder(Local);
            if (settings.Value.Password.Length > 0)
            {
                text.Append(",password=").Append(settings.Value.Password);
            }

            return ConfigurationOptions.Parse(text.ToString());
        }

        public string Help() => "Use host:port,password=secret to connect";

        public Dictionary<string, string> Template() => new() { ["ConnectionStrings:Redis"] = "localhost,password=<password>" };

        private static string Password(string name) => Environment.GetEnvironmentVariable(name + "_PASSWORD") ?? "";
    }

    public class LoginModel
    {
        public string Password { get; set; } = "Pa55w0rd";

        public static LoginModel Default() => new() { Password = "admin" };
    }

    public class SqlSettings
    {
        public string Configuration { get; set; } = "Server=.;Database=shop;User Id=sa;Password=Pa55w0rd";
    }
}

namespace LookAlikes.Logs
{
    public class Logger(ILogger<Logger> logger, IConnectionMultiplexer redis, ConfigurationOptions options)
    {
        public void Log()
        {
            logger.LogInformation("Endpoints {EndPoints}", string.Join(", ", options.EndPoints.Select(endpoint => endpoint.ToString())));
            logger.LogInformation("Options {Options}", options.ToString(includePassword: false));
            logger.LogInformation("Client {Client} {Connected}", redis.ClientName, redis.IsConnected);
            logger.LogInformation("Connection {Redis}", redis);
            logger.LogInformation("Configuration {Redis}", Redact(redis.Configuration));
            logger.LogInformation("Ssl {Ssl}, user {User}", options.Ssl, options.User);
            logger.LogInformation("Status {Status}", redis.GetStatus());
            logger.LogInformation("Counters {Counters}", redis.GetCounters());
            if (string.IsNullOrEmpty(redis.Configuration))
            {
                logger.LogWarning("No configuration");
            }
        }

        public void Count() => logger.LogInformation("Length {Length}", redis.Configuration.Length);

        public Exception Failure() => new InvalidOperationException("Redis is down: " + options.ToString(false));

        public ConfigurationOptions Copy() => ConfigurationOptions.Parse(redis.Configuration);

        public void Save(StreamWriter secretStore) => secretStore.WriteLine(options.ToString());

        private static string Redact(string text) => string.Join(',', text.Split(',').Where(part => !part.StartsWith("password=", StringComparison.Ordinal)));
    }

    public class AppSettings
    {
        public string Configuration { get; set; } = "Release";

        public void Log(ILogger logger) => logger.LogInformation("Build {Configuration}", Configuration);
    }
}
