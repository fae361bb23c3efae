using System.Reflection;

namespace RedisGuard.Cli.Reporting;

/// <summary>Name that the tool gives itself in what it writes.</summary>
internal static class ToolIdentity
{
    public const string Name = "RedisGuard";

    public const string Uri = "https://github.com/redisguard/redisguard";

    /// <summary>The version without the commit behind it, so that two builds of one release write the same.</summary>
    public static string Version { get; } =
        typeof(ToolIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
