namespace RedisGuard.Watch.Arming;

/// <summary>Tells the SDK's own processes from the program: they inherit the variable that names the hook.</summary>
internal static class SdkProcesses
{
    // testhost isn't among them: it hosts the user's tests.
    private static readonly string[] Names =
    [
        "dotnet", "MSBuild", "VBCSCompiler", "csc", "vbc", "vstest.console", "datacollector", "dotnet-watch", "NuGet.CommandLine.XPlat",
        "rzc", "csi", "redisguard", "RedisGuard.Cli",
    ];

    public static bool IsThis() => Is(AppDomain.CurrentDomain.FriendlyName);

    public static bool Is(string program)
    {
        var name = program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? program[..^".dll".Length] : program;
        return Array.Exists(Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
    }
}
