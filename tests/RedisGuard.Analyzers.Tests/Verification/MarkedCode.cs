using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace RedisGuard.Verification;

/// <summary>Code that compiles, and the expressions in it that a test asks about: <c>[|_connection|]</c>.</summary>
internal sealed class MarkedCode
{
    private static readonly CSharpCompilation s_alone = Analysis.Compile("", new TestSetup(), Library.Newest);

    private readonly SemanticModel _model;
    private readonly ImmutableArray<TextSpan> _marks;

    /// <param name="marked">The code, with markup.</param>
    /// <param name="others">What it is compiled with: an empty file, then the others. One for many, since its references are read once.</param>
    public MarkedCode(string marked, CSharpCompilation? others = null)
    {
        others ??= s_alone;
        TestFileMarkupParser.GetSpans(marked, out string source, out _marks);
        Compilation = others.ReplaceSyntaxTree(others.SyntaxTrees[0], Analysis.Parse(source, new TestSetup()));
        Assert.Empty(Compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        _model = Compilation.GetSemanticModel(Compilation.SyntaxTrees[0]);
    }

    public CSharpCompilation Compilation { get; }

    /// <summary>The only marked expression.</summary>
    public IOperation Marked => At(_marks.Single());

    /// <summary>All marked expressions, in the order of the text.</summary>
    public IEnumerable<IOperation> AllMarked => _marks.Select(At);

    /// <summary>The member around an expression.</summary>
    public ISymbol MemberAround(IOperation operation)
    {
        ISymbol symbol = _model.GetEnclosingSymbol(operation.Syntax.SpanStart, TestContext.Current.CancellationToken)!;
        while (symbol.ContainingSymbol is not INamedTypeSymbol)
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol;
    }

    public INamedTypeSymbol Type(string name) => Compilation.GetTypeByMetadataName(name)!;

    private IOperation At(TextSpan span)
    {
        SyntaxNode node = _model.SyntaxTree.GetRoot(TestContext.Current.CancellationToken).FindNode(span, getInnermostNodeForTie: true);
        return _model.GetOperation(node, TestContext.Current.CancellationToken) ?? throw new InvalidOperationException($"No operation is {node}.");
    }
}
