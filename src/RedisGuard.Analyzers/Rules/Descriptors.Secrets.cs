using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Rules;

internal static partial class Descriptors
{
    private const string Secrets = "RedisGuard.Secrets";

    // Warning: with it TLS protects against nobody who can answer in the server's place.
    public static readonly DiagnosticDescriptor CertificateNotValidated = new(
        "RG5001",
        "Server certificate is not validated",
        "The handler accepts every certificate, so anybody between client and server can pose as the server; return false when there are errors, or call TrustIssuer",
        Secrets,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Without a check of the certificate, TLS encrypts for any server that answers: somebody on the way can read and change everything.",
        helpLinkUri: HelpLink("RG5001"));

    // Warning: everybody who may read the source may use the server, and the history keeps it.
    public static readonly DiagnosticDescriptor PasswordInSource = new(
        "RG5002",
        "Password in source",
        "The password of a Redis server stands in the source: everybody who has the source can use the server; read it from the configuration or a secret store",
        Secrets,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Everybody who ever had the source knows the password, and changing it takes a release.",
        helpLinkUri: HelpLink("RG5002"));

    // Warning: logs are kept longer and read by more people than any secret store.
    public static readonly DiagnosticDescriptor PasswordInLog = new(
        "RG5003",
        "Password written to a log",
        "{0} contains the password and is written to {1}, where others can read it; {2}",
        Secrets,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The text of a ConfigurationOptions, and so the Configuration of a multiplexer, contains the password unless it is asked not to.",
        helpLinkUri: HelpLink("RG5003"));
}
