using RedisGuard.Package.Tests.Packing;

namespace RedisGuard.Package.Tests.Consumers;

/// <summary>A console project of somebody who installed a package, and knows nothing of this tree.</summary>
internal sealed class ThrowAwayProject
{
    private readonly PackedFeed _feed;
    private readonly string _name;

    private ThrowAwayProject(PackedFeed feed, string name)
    {
        _feed = feed;
        _name = name;
        Folder = feed.NewFolder(name);
    }

    public string Folder { get; }

    public string OutputFolder => Path.Combine(Folder, "output");

    public string Program => File.ReadAllText(Path.Combine(Folder, "Program.cs"));

    /// <param name="feed">Where the packages are.</param>
    /// <param name="name">Of the project.</param>
    /// <param name="program">Its Program.cs.</param>
    /// <param name="packages">Each <c>Id</c> of RedisGuard's own, or <c>Id/version</c> of another.</param>
    /// <param name="framework">The target framework.</param>
    /// <param name="sdk">The SDK: the web's has Razor.</param>
    public static async Task<ThrowAwayProject> CreateAsync(PackedFeed feed, string name, string program, string[] packages, string framework = "net10.0", string sdk = "Microsoft.NET.Sdk")
    {
        var project = new ThrowAwayProject(feed, name);
        var references = packages
            .Select(p => p.Split('/'))
            .Select(p => $"""    <PackageReference Include="{p[0]}" Version="{(p.Length > 1 ? p[1] : feed.Version)}" />""");
        await project.WriteAsync($"{name}.csproj", $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>{framework}</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
                <RollForward>Major</RollForward>
              </PropertyGroup>
              <ItemGroup>
            {string.Join(Environment.NewLine, references)}
              </ItemGroup>
            </Project>
            """);
        await project.WriteAsync("Program.cs", program);
        return project;
    }

    public Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(Folder, file), text);

    /// <summary>Takes the sources of another project in, with their folders.</summary>
    public async Task CopyAsync(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, file);
            if (name.Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Folder, name))!);
                await WriteAsync(name, await File.ReadAllTextAsync(file));
            }
        }
    }

    public Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(Folder, file));

    public Task<ProgramResult> BuildAsync(params string[] arguments)
        => DotNet.RunAsync(Folder, _feed.PackagesFolder, ["build", "-o", OutputFolder, .. arguments]);

    public Task<ProgramResult> FormatAsync(params string[] arguments)
        => DotNet.RunAsync(Folder, _feed.PackagesFolder, ["format", "analyzers", .. arguments]);

    public Task<ProgramResult> RunAsync()
        => DotNet.RunAsync(Folder, _feed.PackagesFolder, "exec", Path.Combine(OutputFolder, $"{_name}.dll"));
}
