using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Verification;

/// <summary>A version of StackExchange.Redis, or its absence, that test sources are compiled against.</summary>
internal sealed class Library
{
    private readonly Lazy<ImmutableArray<MetadataReference>> references;

    private Library(string version, params string[] referenceSets)
    {
        Version = version;
        references = new(() => Load(referenceSets));
    }

    public static Library None { get; } = new("no StackExchange.Redis", "framework");

    public static Library Oldest { get; } = Of(Metadata("Library: oldest"));

    public static Library Newest { get; } = Of(Metadata("Library: newest"));

    /// <summary>What a test runs against unless it says otherwise.</summary>
#if NEWEST_COMPILER
    public static ImmutableArray<Library> Tested { get; } = [Newest]; // the oldest was tested with the oldest compiler
#else
    public static ImmutableArray<Library> Tested { get; } = [Oldest, Newest];
#endif

    public string Version { get; }

    /// <summary>The framework's and the library's assemblies, read once a process.</summary>
    public ImmutableArray<MetadataReference> References => references.Value;

    public override string ToString() => Version;

    private static Library Of(string version) => new($"StackExchange.Redis {version}", version, "framework");

    private static ImmutableArray<MetadataReference> Load(string[] sets) =>
    [
        .. sets
            .SelectMany(set => Metadata($"References: {set}").Split(';'))
            .SelectMany(folder => Directory.GetFiles(folder, "*.dll"))
            .DistinctBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase)
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    private static string Metadata(string key) =>
        typeof(Library).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
