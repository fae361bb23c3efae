using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Dataflow;

/// <summary>One method, its variables by name and its graph: what the classes of a flow are tested with by themselves.</summary>
internal sealed class FlowCode
{
    private readonly SemanticModel _model;
    private readonly MethodDeclarationSyntax _method;

    public FlowCode(string body)
    {
        var compilation = Analysis.Compile($"class C {{ static void M(object first, object second) {{ {body} }} }}", new TestSetup(), Library.None);
        _model = compilation.GetSemanticModel(compilation.SyntaxTrees.First());
        _method = _model.SyntaxTree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<MethodDeclarationSyntax>().Single();
    }

    /// <summary>A variable or parameter.</summary>
    public ISymbol this[string name]
        => _method.DescendantNodes()
            .Where(node => node is ParameterSyntax { Identifier.ValueText: var parameter } && parameter == name || node is VariableDeclaratorSyntax { Identifier.ValueText: var variable } && variable == name)
            .Select(node => _model.GetDeclaredSymbol(node, TestContext.Current.CancellationToken)!)
            .First();

    public ControlFlowGraph Graph => ControlFlowGraph.Create(_method, _model, TestContext.Current.CancellationToken)!;

    /// <summary>The nodes of a kind, in the order of the text.</summary>
    public SyntaxNode[] Nodes(SyntaxKind kind) => [.. _method.DescendantNodes().Where(node => node.IsKind(kind))];
}
