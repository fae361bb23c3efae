using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Host.Mef;
using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Shapes;

/// <summary>A file of tests/shapes, as the one document of a project opened through MSBuild.</summary>
internal sealed partial class ShapeFile : IDisposable
{
    private const string Prefix = "shapes/";
    private const string Support = "Support.cs";

    private readonly AdhocWorkspace _workspace = new(MefHostServices.DefaultHost, WorkspaceKind.MSBuild);

    public ShapeFile(string file, bool pool)
    {
        var setup = new TestSetup { ImplicitUsings = false, Pool = pool };
        var document = _workspace.AddProject("Shapes", LanguageNames.CSharp)
            .WithCompilationOptions(setup.CompilationOptions)
            .WithParseOptions(setup.ParseOptions)
            .WithMetadataReferences(setup.ReferencesWith(Library.Newest))
            .AddDocument(Support, Source(Support)).Project
            .AddDocument("Shape.cs", Source(file), filePath: "Shape.cs");
        Assert.True(_workspace.TryApplyChanges(document.Project.Solution));
        Document = _workspace.CurrentSolution.GetDocument(document.Id)!;
    }

    public static TheoryData<string> All =>
        [.. typeof(ShapeFile).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]).Where(name => name != Support)];

    public Document Document { get; }

    public void Dispose() => _workspace.Dispose();

    public static async Task<string> TextOf(Document document) => (await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString();

    // What a shape says of its lines isn't the author's remark, and goes with them.
    private static string Source(string file)
    {
        using var reader = new StreamReader(typeof(ShapeFile).Assembly.GetManifestResourceStream(Prefix + file)!);
        return Marks().Replace(reader.ReadToEnd().ReplaceLineEndings("\n"), string.Empty);
    }

    [GeneratedRegex(@" *// (expect|allow): .*$", RegexOptions.Multiline)]
    private static partial Regex Marks();
}
