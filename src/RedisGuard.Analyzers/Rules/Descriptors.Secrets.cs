using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Rules;

internal static partial class Descriptors
{
    private const string Secrets = "RedisGuard.Secrets";

    // Warning: with it TLS protects against nobody who can answer in the server's place.
    public static readonly DiagnosticDescriptor CertificateNotValidated = new(
        "RG5001",
        "Server certificate is not validated",
        "This handler accepts every server certificate, so that anybody in between can pose as the server; return what the errors say, or trust the issuer with TrustIssuer",
        Secrets,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "TLS without a check of the certificate encrypts for whoever answers.",
        helpLinkUri: HelpLink("RG5001"));

    // Warning: whoever may read the source may use the server, and the history keeps it.
    public static readonly DiagnosticDescriptor PasswordInSource = new(
        "RG5002",
        "Password in source",
        "The password of a Redis server is written in the source, where it is read by all and kept by the history; read it from the configuration or a secret store",
        Secrets,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A password in the source can't be changed without a release, and is known to everybody who ever had the source.",
        helpLinkUri: HelpLink("RG5002"));

    // Warning: logs are kept longer and read by more people than any secret store.
    public static readonly DiagnosticDescriptor PasswordInLog = new(
        "RG5003",
        "Password written to a log",
        "'{0}' has the password in it and is written to {1}; write ToString(includePassword: false)",
        Secrets,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The text of a ConfigurationOptions, and so the Configuration of a multiplexer, contains the password unless it is asked not to.",
        helpLinkUri: HelpLink("RG5003"));
}
