using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Benchmarks.Analyzers;

/// <summary>Finds the subject of a generic analyzer's report: a file or a semaphore beside a connection is nothing of the library's.</summary>
internal static class ReportedSubject
{
    public static bool IsOfLibrary(Diagnostic report, SemanticModel model)
        => model.SyntaxTree.GetRoot().FindNode(report.Location.SourceSpan, getInnermostNodeForTie: true) switch
        {
            TypeDeclarationSyntax type => (model.GetDeclaredSymbol(type) as INamedTypeSymbol)?.GetMembers().OfType<IFieldSymbol>().Any(field => IsOfLibrary(field.Type)) == true,
            FieldDeclarationSyntax field => IsOfLibrary(model.GetTypeInfo(field.Declaration.Type).Type),
            var node when node.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { } variable && node is not ExpressionSyntax => IsOfLibrary(TypeOf(model.GetDeclaredSymbol(variable))),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax closing } call => IsOfLibrary(model.GetTypeInfo(call).Type) || IsOfLibrary(model.GetTypeInfo(closing.Expression).Type),
            AssignmentExpressionSyntax assignment => IsOfLibrary(model.GetTypeInfo(assignment.Left).Type),
            PropertyDeclarationSyntax property => IsOfLibrary(model.GetTypeInfo(property.Type).Type),
            ExpressionSyntax expression => IsOfLibrary(model.GetTypeInfo(expression).Type),
            var other => other.DescendantNodes().OfType<ExpressionSyntax>().Any(expression => IsOfLibrary(model.GetTypeInfo(expression).Type)),
        };

    private static bool IsOfLibrary(ITypeSymbol? type)
        => type is INamedTypeSymbol { Name: "Lazy" or "Task" or "ValueTask", TypeArguments: [{ } value] }
            ? IsOfLibrary(value)
            : type is { ContainingAssembly.Name: "StackExchange.Redis" } known && known.AllInterfaces.Any(implemented => implemented.Name is "IDisposable" or "IAsyncDisposable");

    private static ITypeSymbol? TypeOf(ISymbol? variable)
        => variable switch
        {
            ILocalSymbol local => local.Type,
            IFieldSymbol field => field.Type,
            _ => null,
        };
}
