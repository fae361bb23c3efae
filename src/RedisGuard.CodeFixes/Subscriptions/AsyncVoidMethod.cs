using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>An <c>async void</c> method that can as well return a task: its own type alone knows it, and mentions it once.</summary>
internal sealed class AsyncVoidMethod
{
    private readonly MethodDeclarationSyntax _declaration;

    private AsyncVoidMethod(MethodDeclarationSyntax declaration) => _declaration = declaration;

    public static AsyncVoidMethod? Of(SimpleNameSyntax mention, SiteContext context)
        => context.SymbolOf(mention) is IMethodSymbol { IsAsync: true, ReturnsVoid: true, DeclaredAccessibility: Accessibility.Private, DeclaringSyntaxReferences: [{ } declared] } method
            && method.ContainingType.DeclaringSyntaxReferences.Length == 1
            && declared.GetSyntax(context.CancellationToken) is MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null, Parent: TypeDeclarationSyntax type } declaration
            && declaration.SyntaxTree == mention.SyntaxTree
            && type.DescendantNodes().OfType<SimpleNameSyntax>().Count(name => name.Identifier.ValueText == method.Name) == 1
                ? new AsyncVoidMethod(declaration)
                : null;

    public void ReturnTask(TrackedEdit edit, SiteContext context)
    {
        int position = _declaration.SpanStart;
        bool isKnown = context.Model.LookupNamespacesAndTypes(position, name: "Task").OfType<INamedTypeSymbol>().Any(type => type.Arity == 0);
        TypeSyntax task = ParseTypeName(isKnown ? "Task" : "System.Threading.Tasks.Task");
        edit.IsFileWide = true;
        edit.Replace(_declaration.ReturnType, current => task.WithTriviaFrom(current));
    }
}
