using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;
using RedisGuard.Package.Tests.Packing;

[assembly: AssemblyFixture(typeof(PackedFeed))]

namespace RedisGuard.Package.Tests.Packing;

/// <summary>
/// The packages, packed once a run into a folder of their own outside the tree, under a version nobody has seen
/// before: no cache can answer for them.
/// </summary>
public sealed class PackedFeed : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("redisguard-packages-").FullName;

    /// <summary>The version of all of them.</summary>
    public string Version { get; } = $"0.1.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{Environment.ProcessId}";

    /// <summary>Where consumers unpack what they restore.</summary>
    internal string PackagesFolder => Path.Combine(_root, "packages");

    internal static string RepositoryRoot { get; } = FindRepositoryRoot();

    private string Feed => Path.Combine(_root, "feed");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Feed);
        await StopTheSearchForSettingsHereAsync();
        await PackAsync();
    }

    public ValueTask DisposeAsync()
    {
        try
        {
            Directory.Delete(_root, recursive: true);
        }
        catch (IOException)
        {
            // The compiler server may still hold an analyzer on Windows; the folder is a temporary one.
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>A new folder for a throw-away project, below the settings that name the feed.</summary>
    internal string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(_root, "consumers", $"{name}-{Guid.NewGuid():N}")).FullName;

    internal string PathOf(string id, string extension = "nupkg") => Path.Combine(Feed, $"{id}.{Version}.{extension}");

    /// <summary>The files in a package, without the envelope that every package has.</summary>
    internal IReadOnlyList<string> EntriesOf(string id, string extension = "nupkg")
    {
        using var package = ZipFile.OpenRead(PathOf(id, extension));
        return [.. package.Entries.Select(e => e.FullName).Where(IsContent).Order(StringComparer.Ordinal)];
    }

    internal XElement MetadataOf(string id)
    {
        using var package = ZipFile.OpenRead(PathOf(id));
        using var nuspec = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single();
    }

    private static bool IsContent(string entry)
        => entry != "[Content_Types].xml" && !entry.StartsWith("_rels/", StringComparison.Ordinal) && !entry.StartsWith("package/", StringComparison.Ordinal);

    private async Task PackAsync()
    {
        // One build of all together: the analyzers that most of them need are compiled once.
        var project = Path.Combine(_root, "pack.proj");
        var source = Path.Combine(RepositoryRoot, "src");
        var projects = Projects().Select(name => $"{source}/{name}/{name}.csproj");
        await File.WriteAllTextAsync(project, $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{string.Join(';', projects)}"
                         Targets="Pack" BuildInParallel="true" />
              </Target>
            </Project>
            """);
        // The configuration of this run, and a new PackageVersion alone: what was built for the run is packed as it is.
        var configuration = typeof(PackedFeed).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var pack = await DotNet.RunAsync(_root, NuGetFolderOfThisMachine(), "msbuild", project, "-t:Pack", "-m", "-v:minimal",
            $"-p:Configuration={configuration}", $"-p:PackageVersion={Version}", $"-p:PackageOutputPath={Feed}");
        pack.ShouldSucceed();
        Assert.Empty(pack.Diagnostics);
    }

    /// <summary>All of them, or those that the project of these tests names.</summary>
    private static string[] Projects()
        => typeof(PackedFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(metadata => metadata.Key == "PackedProjects")?.Value?.Split(';')
            ?? ["RedisGuard.Analyzers", "RedisGuard.Pool", "RedisGuard.Cli", "RedisGuard.Testing", "RedisGuard.Dashboard"];

    private async Task StopTheSearchForSettingsHereAsync()
    {
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            await File.WriteAllTextAsync(Path.Combine(_root, name), "<Project />");
        }

        await File.WriteAllTextAsync(Path.Combine(_root, ".editorconfig"), "root = true");
        // The machine's own sources stay in force; what the tree has restored needn't be fetched again.
        await File.WriteAllTextAsync(Path.Combine(_root, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="redisguard-packed" value="{Feed}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{NuGetFolderOfThisMachine()}" />
              </fallbackPackageFolders>
            </configuration>
            """);
    }

    private static string NuGetFolderOfThisMachine()
        => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string FindRepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RedisGuard.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No RedisGuard.sln above {AppContext.BaseDirectory}.");
    }
}
