using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace RedisGuard.Cli.Loading.Loose.Projects;

/// <summary>A target framework moniker and the preprocessor symbols that the SDK defines for it.</summary>
internal sealed partial class TargetFramework
{
    private static readonly string[] NetCore = ["1_0", "1_1", "2_0", "2_1", "2_2", "3_0", "3_1"];
    private static readonly string[] NetStandard = ["1_0", "1_1", "1_2", "1_3", "1_4", "1_5", "1_6", "2_0", "2_1"];
    private static readonly string[] NetFramework = ["20", "35", "40", "45", "451", "452", "46", "461", "462", "47", "471", "472", "48", "481"];
    private const int FirstUnifiedMajor = 5;

    private readonly string _family;
    private readonly string _version;
    private readonly string _platform;

    private TargetFramework(string moniker)
    {
        Moniker = moniker;
        var match = Parts().Match(moniker);
        _version = match.Groups["version"].Value;
        _platform = match.Groups["platform"].Value;
        // «net8.0» is .NET, «net48» is .NET Framework: the dot tells.
        var family = match.Groups["family"].Value.ToUpperInvariant();
        _family = family == "NET" && !_version.Contains('.', StringComparison.Ordinal) ? "NETFRAMEWORK" : family;
    }

    public string Moniker { get; }

    /// <summary>
    /// The one to read a project for: the newest .NET, as that is what the references are; what stands behind
    /// <c>#if</c> for another framework isn't seen.
    /// </summary>
    public static TargetFramework? Best(IEnumerable<string> monikers) =>
        monikers.Select(moniker => new TargetFramework(moniker)).OrderBy(framework => framework.Rank).ThenByDescending(framework => framework.Major).FirstOrDefault();

    public ImmutableArray<string> Symbols() => _family switch
    {
        "NET" => ["NET", $"NET{Underscored}", "NETCOREAPP", .. UpToMajor(), .. NetCore.Select(version => $"NETCOREAPP{version}_OR_GREATER"), .. Platform()],
        "NETCOREAPP" => ["NETCOREAPP", $"NETCOREAPP{Underscored}", .. UpTo(NetCore, "NETCOREAPP", Underscored)],
        "NETSTANDARD" => ["NETSTANDARD", $"NETSTANDARD{Underscored}", .. UpTo(NetStandard, "NETSTANDARD", Underscored)],
        "NETFRAMEWORK" => ["NETFRAMEWORK", $"NET{_version}", .. UpTo(NetFramework, "NET", _version)],
        _ => [],
    };

    private int Rank => _family switch
    {
        "NET" => 0,
        "NETCOREAPP" => 1,
        "NETSTANDARD" => 2,
        _ => 3,
    };

    private int Major => int.TryParse(_version.Split('.')[0], CultureInfo.InvariantCulture, out var major) ? major : 0;

    private string Underscored => _version.Replace('.', '_');

    private IEnumerable<string> UpToMajor() =>
        Enumerable.Range(FirstUnifiedMajor, Math.Max(0, Major - FirstUnifiedMajor + 1)).Select(major => $"NET{major}_0_OR_GREATER");

    private IEnumerable<string> Platform() => _platform.Length == 0 ? [] : [_platform.ToUpperInvariant()];

    private static IEnumerable<string> UpTo(string[] versions, string prefix, string last) =>
        versions.Take(Array.IndexOf(versions, last) + 1).Select(version => $"{prefix}{version}_OR_GREATER");

    [GeneratedRegex(@"^(?<family>[a-z]+)(?<version>[\d.]+)(-(?<platform>[a-z]+))?", RegexOptions.IgnoreCase)]
    private static partial Regex Parts();
}
