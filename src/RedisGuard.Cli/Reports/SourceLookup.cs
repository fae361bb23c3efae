using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Records;
using RedisGuard.Watch.LeakReports;

namespace RedisGuard.Cli.Reports;

/// <summary>Adds to an entry what only the source can tell: which of the member's calls it is, and its text.</summary>
internal sealed class SourceLookup(string root)
{
    private readonly Dictionary<string, SyntaxTree?> _trees = [];
    private readonly Lazy<ILookup<string, string>> _files = new(() => SourceFiles(root).ToLookup(static file => Path.GetFileName(file), StringComparer.Ordinal));

    /// <summary>Leaves an entry as it is whose source isn't here, or is another one by now.</summary>
    public LeakEntry Complete(LeakEntry leak)
    {
        if (leak.Path is null || leak.Nth > 0 || FileOf(leak.Path) is not { } file || TreeOf(file) is not { } tree)
        {
            return leak;
        }

        var text = tree.GetText();
        if (leak.Line < 1 || leak.Line > text.Lines.Count)
        {
            return leak;
        }

        var line = text.Lines[leak.Line - 1];
        var name = leak.Call[(leak.Call.LastIndexOf('.') + 1)..];
        var calls = CallsOf(tree.GetRoot(), name).ToList();
        if (calls.Find(call => line.Span.IntersectsWith(call.Span)) is not { } found)
        {
            return leak;
        }

        var member = MemberOf(found);
        return leak with
        {
            Path = Path.GetRelativePath(root, file).Replace('\\', '/'),
            Nth = calls.Where(call => MemberOf(call) == member).TakeWhile(call => call != found).Count() + 1,
            Text = LineHash.Of(line.ToString()),
        };
    }

    private static IEnumerable<InvocationExpressionSyntax> CallsOf(SyntaxNode source, string name) => source.DescendantNodes()
        .OfType<InvocationExpressionSyntax>()
        .Where(call => call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == name,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText == name,
            SimpleNameSyntax simple => simple.Identifier.ValueText == name,
            _ => false,
        });

    // Top-level code is one member, whatever its statements.
    private static SyntaxNode? MemberOf(SyntaxNode call) => call.Ancestors().FirstOrDefault(static node => node is MemberDeclarationSyntax and not GlobalStatementSyntax);

    private string? FileOf(string told)
    {
        var exact = Path.Combine(root, told);
        if (File.Exists(exact))
        {
            return exact;
        }

        // Built elsewhere: the file whose path ends alike, if there is only one.
        var alike = _files.Value[Path.GetFileName(told)].Select(file => (file, Common: CommonTail(file, told))).OrderByDescending(static file => file.Common).Take(2).ToList();
        return alike is [var best] || (alike is [var first, var second] && first.Common > second.Common && (best = first).file is not null) ? best.file : null;
    }

    private static int CommonTail(string file, string told) =>
        file.Replace('\\', '/').Split('/').AsEnumerable().Reverse().Zip(told.Split('/').AsEnumerable().Reverse()).TakeWhile(static pair => pair.First == pair.Second).Count();

    private SyntaxTree? TreeOf(string file)
    {
        if (!_trees.TryGetValue(file, out var tree))
        {
            _trees[file] = tree = CSharpSyntaxTree.ParseText(File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Preview));
        }

        return tree;
    }

    private static IEnumerable<string> SourceFiles(string folder) => Directory.EnumerateFiles(folder, "*.cs", new EnumerationOptions
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        MaxRecursionDepth = 16,
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden,
    }).Where(static file => !file.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal));
}
