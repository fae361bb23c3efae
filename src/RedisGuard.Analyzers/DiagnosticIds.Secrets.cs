namespace RedisGuard.Analyzers;

internal static partial class DiagnosticIds
{
    public const string CertificateNotValidated = "RG5001";
    public const string PasswordInSource = "RG5002";
    public const string PasswordInLog = "RG5003";
}
