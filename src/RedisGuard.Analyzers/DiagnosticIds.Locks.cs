namespace RedisGuard.Analyzers;

internal static partial class DiagnosticIds
{
    public const string LockNotReleased = "RG3006";
    public const string LockReleasedWithAnotherToken = "RG3007";
    public const string LockResultIgnored = "RG3008";
}
