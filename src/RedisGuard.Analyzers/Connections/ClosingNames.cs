using System;

namespace RedisGuard.Analyzers.Connections;

/// <summary>Names by which code says that closing what it is given is its purpose.</summary>
internal static class ClosingNames
{
    private static readonly string[] s_verbs =
    {
        "Dispose", "Close", "Shut", "Release", "Clean", "Destroy", "TearDown", "Stop", "Free", "Return", "Disconnect", "Replace", "Swap", "Drain", "Terminate", "Kill", "End", "Retire",
    };

    private static readonly string[] s_old = { "old", "previous", "stale", "existing", "expired", "replaced", "orphan", "loser" };

    public static bool Mean(string methodName) => Array.Exists(s_verbs, verb => methodName.StartsWith(verb, StringComparison.Ordinal));

    public static bool MeanOld(string parameterName) => Array.Exists(s_old, old => parameterName.StartsWith(old, StringComparison.OrdinalIgnoreCase));
}
