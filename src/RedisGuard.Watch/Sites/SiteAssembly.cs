using System.Collections.Concurrent;
using System.Reflection;

namespace RedisGuard.Watch.Sites;

/// <summary>One build of one assembly.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="Mvid">The build: another for each compilation whose result differs.</param>
/// <param name="Commit">What the informational version says after its plus sign, if anything.</param>
internal sealed record SiteAssembly(string Name, Guid Mvid, string? Commit)
{
    private static readonly ConcurrentDictionary<Assembly, SiteAssembly> s_known = new();

    public static SiteAssembly Of(Assembly assembly) => s_known.GetOrAdd(assembly, static assembly => new SiteAssembly(
        assembly.GetName().Name ?? "",
        assembly.ManifestModule.ModuleVersionId,
        CommitOf(assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion)));

    private static string? CommitOf(string? version) => version?.IndexOf('+', StringComparison.Ordinal) is int plus and >= 0
        ? version[(plus + 1)..]
        : null;
}
