using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// Types whose connection comes from a container: their one, public, constructor asks for the interface that containers
/// register, and no code here makes one. What such a type closes when it is disposed is everybody's.
/// </summary>
internal static class InjectedTypes
{
    public static bool IsMadeByContainer(INamedTypeSymbol type, ISymbol kept, RedisSymbols symbols, CancellationToken cancellationToken)
        => type is { IsAbstract: false, InstanceConstructors: [{ DeclaredAccessibility: Accessibility.Public } constructor] }
            && constructor.DeclaringSyntaxReferences is [{ } declared]
            // A primary constructor's parameter, kept under whatever name, is the type's own.
            && declared.GetSyntax(cancellationToken) is ConstructorDeclarationSyntax
            && constructor.Parameters.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, symbols.ConnectionMultiplexerInterface))
            && !SymbolEqualityComparer.Default.Equals(TypeOf(kept), symbols.ConnectionMultiplexer)
            && !IsCreated(type.Name, symbols.Compilation, cancellationToken);

    /// <summary>By name, over all sources: asked only of a type that closes what it was given.</summary>
    private static bool IsCreated(string name, Compilation compilation, CancellationToken cancellationToken)
        => compilation.SyntaxTrees.Any(tree => tree.GetRoot(cancellationToken).DescendantNodes().Any(node => node switch
        {
            ObjectCreationExpressionSyntax creation => Names(creation.Type, name),
            ImplicitObjectCreationExpressionSyntax => Names(TargetOf(node), name),
            BaseTypeSyntax declared => Names(declared.Type, name),
            _ => false,
        }));

    /// <summary>What <c>new(…)</c> may make, as far as it is written nearby.</summary>
    private static TypeSyntax? TargetOf(SyntaxNode creation)
        => creation.Ancestors()
            .Select(ancestor => ancestor switch
            {
                VariableDeclarationSyntax declaration => declaration.Type,
                BasePropertyDeclarationSyntax property => property.Type,
                MethodDeclarationSyntax method => method.ReturnType,
                LocalFunctionStatementSyntax function => function.ReturnType,
                _ => null,
            })
            .FirstOrDefault(type => type is { IsVar: false });

    private static bool Names(TypeSyntax? type, string name) => type?.DescendantTokens().Any(token => token.ValueText == name) == true;

    private static ITypeSymbol? TypeOf(ISymbol kept) => kept switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
