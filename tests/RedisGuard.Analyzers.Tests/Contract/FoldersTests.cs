using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Analyzers.Tests.Contract;

/// <summary>The analyzers' folders stand in an order: code names only what stands in a folder below its own. So there is no circle.</summary>
public class FoldersTests
{
    private const string Home = "RedisGuard.Analyzers";

    // From the ground up. Folders of one floor don't know each other.
    private static readonly string[][] Floors =
    [
        ["Reading", "Options"],
        ["Model", "Values", "Records"],
        ["Registrations"],
        ["Context", "Dataflow"],
        ["Ownership"],
        ["Origins"],
        ["Rules"],
        ["Connections", "Subscriptions", "Replies", "Batches", "Locks", "Hazards", "Secrets", "PoolHandles", "Observed", "Suppressors", "Baselines"],
    ];

    private static readonly Dictionary<string, int> FloorOf =
        Floors.SelectMany((folders, floor) => folders.Select(folder => (folder, floor))).ToDictionary(one => one.folder, one => one.floor);

    private static readonly Lazy<CSharpCompilation> Sources = new(() => CSharpCompilation.Create(
        Home,
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", Home), "*.cs", SearchOption.AllDirectories)
            .Where(file => FolderOf(file) is not ("bin" or "obj"))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file))));

    [Fact]
    public void EachFolder_HasAFloor()
        => Assert.Equal(FloorOf.Keys.Order(), Sources.Value.SyntaxTrees.Select(tree => FolderOf(tree.FilePath)).Where(folder => folder.Length > 0).Distinct().Order());

    [Fact]
    public void EachFile_IsOfTheNamespaceOfItsFolder()
        => Assert.DoesNotContain(Sources.Value.SyntaxTrees, tree => !Declared(tree).SequenceEqual([NamespaceOf(tree)]));

    [Fact]
    public void NoFolder_UsesOneOfItsFloorOrAbove()
        => Assert.Empty(Sources.Value.SyntaxTrees.Where(tree => FolderOf(tree.FilePath).Length > 0)
            .SelectMany(tree => Used(tree).Where(used => used != FolderOf(tree.FilePath) && FloorOf[used] >= FloorOf[FolderOf(tree.FilePath)])
                .Select(used => $"{Path.GetFileName(tree.FilePath)} of {FolderOf(tree.FilePath)} uses {used}")));

    private static IEnumerable<string> Declared(SyntaxTree tree)
        => tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().Select(declared => declared.Name.ToString());

    /// <summary>The folders that a file names: in its usings, in a name with dots, in a comment's <c>cref</c>.</summary>
    private static IEnumerable<string> Used(SyntaxTree tree)
    {
        var model = Sources.Value.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes(descendIntoTrivia: true).OfType<IdentifierNameSyntax>()
            .Where(name => FloorOf.ContainsKey(name.Identifier.Text) && !name.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Any(declared => declared.Name.Span.Contains(name.Span)))
            .Where(name => model.GetSymbolInfo(name).Symbol is INamespaceSymbol { ContainingNamespace: { } home } && home.ToDisplayString() == Home)
            .Select(name => name.Identifier.Text)
            .Distinct();
    }

    private static string NamespaceOf(SyntaxTree tree)
        => string.Join('.', Inside(tree.FilePath).SkipLast(1).Prepend(Home));

    private static string FolderOf(string file) => Inside(file) is [var folder, _, ..] ? folder : string.Empty;

    private static string[] Inside(string file) => Path.GetRelativePath(Path.Combine(Repository.Root, "src", Home), file).Split(Path.DirectorySeparatorChar);
}
