namespace RedisGuard.Analyzers;

internal static partial class DiagnosticIds
{
    public const string BlockingCommand = "RG4001";
    public const string GeneratedScript = "RG4002";
    public const string WholeKeyspace = "RG4003";
    public const string WaitingSynchronously = "RG4004";
    public const string ProfilingNeverFinished = "RG4005";
}
