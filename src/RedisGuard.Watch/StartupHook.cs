using RedisGuard.Watch.Arming;

/// <summary>Class that the runtime looks for in an assembly of <c>DOTNET_STARTUP_HOOKS</c>: this name, in no namespace.</summary>
internal static class StartupHook
{
    /// <summary>
    /// Runs before Main, or in a running process that the tool attached to. The runtime calls it again at each attach.
    /// </summary>
    public static void Initialize() => HookedProcess.Enter();
}
