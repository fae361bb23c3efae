using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RedisGuard.Cli.Tests.Docs;

/// <summary>The picture of the house shows the references that project files have.</summary>
public sealed partial class HouseTests
{
    [Fact]
    public void Picture_ShowsTheProjectReferences()
    {
        var root = Root();
        var page = File.ReadAllText(Path.Combine(root, "docs", "architecture", "index.md"));
        var drawn = Arrow().Matches(page).Select(static arrow => $"{arrow.Groups[1].Value} > {arrow.Groups[2].Value}");
        var built = Directory.EnumerateFiles(Path.Combine(root, "src"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(static project => XDocument.Load(project).Descendants("ProjectReference")
                .Select(static reference => reference.Attribute("Include")?.Value)
                .OfType<string>()
                .Select(reference => $"{Short(project)} > {Short(reference)}"));

        Assert.Equal(built.Distinct().Order(StringComparer.Ordinal), drawn.Order(StringComparer.Ordinal));
    }

    private static string Short(string project) => Path.GetFileNameWithoutExtension(project.Replace('\\', '/'))["RedisGuard.".Length..];

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RedisGuard.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No RedisGuard.sln above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex(@"^  (\w+) (?:-->|-\. \w+ \.->) (\w+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
