using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Secrets;

/// <summary>RG5001, Server certificate is not validated.</summary>
public class RG5001Tests
{
    [Theory]
    [InlineData("{|RG5001:options.CertificateValidation|} += (sender, certificate, chain, errors) => true;")]
    [InlineData("{|RG5001:options.CertificateValidation|} += (_, _, _, _) => (true);")]
    [InlineData("{|RG5001:options.CertificateValidation|} += delegate { return true; };")]
    [InlineData("{|RG5001:options.CertificateValidation|} += (sender, certificate, chain, errors) => { Console.WriteLine(errors); return true; };")]
    [InlineData("{|RG5001:options.CertificateValidation|} += (sender, certificate, chain, errors) => { if (errors == SslPolicyErrors.None) { return true; } return true; };")]
    [InlineData("{|RG5001:options.CertificateValidation|} += AcceptAll;")]
    [InlineData("{|RG5001:options.CertificateValidation|} += Accept;")]
    [InlineData("{|RG5001:options.CertificateValidation|} += s_accept;")]
    [InlineData("RemoteCertificateValidationCallback accept = (_, _, _, _) => true; {|RG5001:options.CertificateValidation|} += accept;")]
    [InlineData("bool Local(object s, X509Certificate? c, X509Chain? h, SslPolicyErrors e) => true; {|RG5001:options.CertificateValidation|} += Local;")]
    [InlineData("if (options.Ssl) { {|RG5001:options.CertificateValidation|} += (_, _, _, _) => true; }")]
    [InlineData("options.SslClientAuthenticationOptions = host => new SslClientAuthenticationOptions { {|RG5001:RemoteCertificateValidationCallback|} = (_, _, _, _) => true };")]
    [InlineData("{|RG5001:options.CertificateValidation|} += (sender, certificate, chain, errors) => errors == SslPolicyErrors.None || true;")]
    public Task HandlerThatAcceptsAlways_IsReported(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("options.CertificateValidation += (sender, certificate, chain, errors) => errors == SslPolicyErrors.None;")]
    [InlineData("options.CertificateValidation += (sender, certificate, chain, errors) => { if (errors == SslPolicyErrors.None) { return true; } return false; };")]
    [InlineData("options.CertificateValidation += (sender, certificate, chain, errors) => certificate!.GetCertHashString() == \"pinned\";")]
    [InlineData("options.CertificateValidation += (_, _, _, _) => false;")]
    [InlineData("options.CertificateValidation += (_, _, _, _) => throw new InvalidOperationException();")]
    [InlineData("options.CertificateValidation += (sender, certificate, chain, errors) => flag || errors == SslPolicyErrors.None;")]
    [InlineData("options.CertificateValidation += Check;")]
    [InlineData("options.CertificateValidation += given;")]
    [InlineData("options.CertificateValidation -= AcceptAll;")]
    [InlineData("if (environment.IsDevelopment()) { options.CertificateValidation += (_, _, _, _) => true; }")]
    [InlineData("if (environment.EnvironmentName == \"Development\") options.CertificateValidation += (_, _, _, _) => true;")]
    [InlineData("if (settings.AllowUntrustedCertificates) { options.CertificateValidation += (_, _, _, _) => true; }")]
    [InlineData("if (Environment.GetEnvironmentVariable(\"REDIS_ALLOWINVALIDCERTIFICATES\") == \"1\") { options.CertificateValidation += (_, _, _, _) => true; }")]
    [InlineData("options.CertificateValidation += (_, _, _, errors) => { if (errors != SslPolicyErrors.None) throw new InvalidOperationException(); return true; };")]
    [InlineData("options.CertificateValidation += (_, _, _, errors) => { var known = errors == SslPolicyErrors.None ? this : throw new InvalidOperationException(); return true; };")]
    [InlineData("switch (environment.EnvironmentName) { case \"Development\": options.CertificateValidation += (_, _, _, _) => true; break; }")]
    [InlineData("if (!settings.ValidateCertificate) { options.CertificateValidation += (_, _, _, _) => true; }")]
    [InlineData("new HttpClientHandler().ServerCertificateCustomValidationCallback = (_, _, _, _) => true;")]
    [InlineData("if (!environment.IsDevelopment()) { return; } options.CertificateValidation += (_, _, _, _) => true;")]
    public Task HandlerThatChecks_IsSilent(string statement) => VerifyAsync(statement);

    [Fact]
    public Task DebugBuild_IsSilent() => VerifyAsync(
        """
        #if !RELEASE
                options.CertificateValidation += (_, _, _, _) => true;
        #endif
        #if DEBUG
                options.CertificateValidation += (_, _, _, _) => true;
        #else
                {|RG5001:options.CertificateValidation|} += (_, _, _, _) => true;
        #endif
                {|RG5001:options.CertificateValidation|} += (_, _, _, _) => true;
        """);

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        Source("{|#0:options.CertificateValidation|} += (_, _, _, _) => true;"),
        setup: null,
        new DiagnosticResult("RG5001", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "The handler accepts every certificate, so anybody between client and server can pose as the server; return false when there are errors, or call TrustIssuer"));

    [Fact]
    public Task TestCode_IsSilent() => AllRules.VerifyAsync(
        Source("options.CertificateValidation += (_, _, _, _) => true;"), new() { TestFramework = TestFramework.Xunit });

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync(
        """
        using System.Net.Security;
        class ConfigurationOptions { public event RemoteCertificateValidationCallback? CertificateValidation; public void Raise() => CertificateValidation!(this, null, null, default); }
        class C { public void M(ConfigurationOptions options) => options.CertificateValidation += (_, _, _, _) => true; }
        """);

    [Fact]
    public Task LookAlike_IsSilent() => AllRules.VerifyAsync(
        """
        using System.Net.Security;
        class Options { public event RemoteCertificateValidationCallback? CertificateValidation; public void Raise() => CertificateValidation!(this, null, null, default); }
        class C { public void M(Options options) => options.CertificateValidation += (_, _, _, _) => true; }
        """);

    [Fact]
    public Task UnfinishedCode_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        class C { static Func<bool> A => B; static Func<bool> B => A; void M(ConfigurationOptions options) { options.CertificateValidation += A; options.CertificateValidation += (a, b, c, d) => { return
        """,
        new() { Broken = true });

    private static Task VerifyAsync(string statements) => AllRules.VerifyAsync(Source(statements));

    private static string Source(string statements) =>
        $$"""
        using System.Net.Security;
        using System.Security.Cryptography.X509Certificates;
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        class Settings
        {
            public bool AllowUntrustedCertificates { get; set; }
            public bool ValidateCertificate { get; set; }
        }

        class Service
        {
            private static readonly RemoteCertificateValidationCallback s_accept = (_, _, _, _) => true;

            public void M(ConfigurationOptions options, IHostEnvironment environment, Settings settings, RemoteCertificateValidationCallback given, bool flag)
            {
                {{statements}}
            }

            private static bool AcceptAll(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => true;

            private bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
            {
                Console.WriteLine(s_accept);
                return true;
            }

            private static bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => errors == SslPolicyErrors.None;
        }
        """;
}
