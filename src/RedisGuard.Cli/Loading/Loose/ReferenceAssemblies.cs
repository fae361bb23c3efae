using System.Collections.Immutable;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Cli.Loading.Loose;

/// <summary>
/// Assemblies that loose sources are compiled against: the shared frameworks of the .NET that runs the tool (their reference packs where
/// an SDK is installed, else the runtime's own assemblies), and the StackExchange.Redis that the tool carries.
/// </summary>
internal sealed class ReferenceAssemblies
{
    private readonly Lazy<ImmutableArray<MetadataReference>> _frameworks = new(() => [.. Framework("Microsoft.NETCore.App"), .. Framework("Microsoft.AspNetCore.App")]);
    private readonly Lazy<ImmutableArray<MetadataReference>> _library = new(() => In(Path.Combine(AppContext.BaseDirectory, "references")));

    public ImmutableArray<MetadataReference> Frameworks => _frameworks.Value;

    /// <summary>StackExchange.Redis and what its public types come from.</summary>
    public ImmutableArray<MetadataReference> Library => _library.Value;

    /// <summary>False where only the plain runtime is installed: web projects then bind in part.</summary>
    public static bool HasAspNetCore => FrameworkFolder("Microsoft.AspNetCore.App") is not null;

    private static ImmutableArray<MetadataReference> Framework(string name) => FrameworkFolder(name) is { } folder ? In(folder) : [];

    private static string? FrameworkFolder(string name)
    {
        // …/shared/Microsoft.NETCore.App/10.0.12/
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var version = Environment.Version;
        return Newest(Path.Combine(root, "packs", $"{name}.Ref"), version, Path.Combine("ref", $"net{version.Major}.0"))
            ?? Newest(Path.Combine(root, "shared", name), version, "");
    }

    private static string? Newest(string parent, Version running, string inside)
    {
        if (!Directory.Exists(parent))
        {
            return null;
        }

        return Directory.EnumerateDirectories(parent)
            .Select(folder => (Folder: Path.Combine(folder, inside), Version: Version.TryParse(Path.GetFileName(folder), out var version) ? version : null))
            .Where(candidate => candidate.Version?.Major == running.Major && Directory.Exists(candidate.Folder))
            .OrderByDescending(candidate => candidate.Version)
            .Select(candidate => candidate.Folder)
            .FirstOrDefault();
    }

    private static ImmutableArray<MetadataReference> In(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.dll").Where(IsManaged).Order(StringComparer.Ordinal).Select(file => MetadataReference.CreateFromFile(file))];

    /// <summary>A runtime directory also holds native libraries, on Windows under the same extension.</summary>
    private static bool IsManaged(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var image = new PEReader(stream);
            return image.HasMetadata;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
