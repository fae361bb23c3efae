using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Origins;

/// <summary>The places of a compilation that make an object of a type, found by its name over all sources. Thread-safe.</summary>
internal sealed class Creations
{
    private readonly Compilation _compilation;
    private readonly ConcurrentDictionary<INamedTypeSymbol, IReadOnlyList<Creation>?> _known = new(SymbolEqualityComparer.Default);

    public Creations(Compilation compilation) => _compilation = compilation;

    /// <summary>All of them; null where a derived type, or code that can't be bound, may make one too.</summary>
    public IReadOnlyList<Creation>? Of(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        INamedTypeSymbol definition = type.OriginalDefinition;
        if (!_known.TryGetValue(definition, out IReadOnlyList<Creation>? creations))
        {
            creations = Find(definition, cancellationToken);
            _known.TryAdd(definition, creations);
        }

        return creations;
    }

    private List<Creation>? Find(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var creations = new List<Creation>();
        foreach (SyntaxTree tree in _compilation.SyntaxTrees.Where(tree => WrittenNames.IsIn(tree, type.Name, cancellationToken)))
        {
            SemanticModel? model = null;
            foreach (SimpleNameSyntax name in WrittenNames.Of(type.Name, tree.GetRoot(cancellationToken), cancellationToken))
            {
                TypeSyntax written = TypeNames.Outermost(name);
                foreach (SyntaxNode maker in Makers(written))
                {
                    model ??= _compilation.ModelOf(tree);
                    // A task of the type may be filled with new(…); what is derived from a task of it is no such type.
                    if (model.IsAnothers(maker is BaseTypeSyntax ? written : TypeNames.Whole(name), type))
                    {
                        break;
                    }

                    if (model.GetOperation(maker, cancellationToken) is not IObjectCreationOperation { Type: INamedTypeSymbol made } operation
                        || model.MemberAround(maker, cancellationToken) is not { } member)
                    {
                        return null;
                    }

                    if (SymbolEqualityComparer.Default.Equals(made.OriginalDefinition, type))
                    {
                        creations.Add(new Creation(operation, member));
                    }
                }
            }
        }

        return creations;
    }

    /// <summary>Tells what may make an object of a type that is written: <c>new T(…)</c>, a type that is derived from it, and each <c>new(…)</c> where it is declared.</summary>
    private static IEnumerable<SyntaxNode> Makers(TypeSyntax written)
        => written.Parent switch
        {
            ObjectCreationExpressionSyntax or BaseTypeSyntax => new[] { written.Parent },
            VariableDeclarationSyntax or BasePropertyDeclarationSyntax or MethodDeclarationSyntax or LocalFunctionStatementSyntax
                => written.Parent.DescendantNodes().OfType<ImplicitObjectCreationExpressionSyntax>().Where(creation => TargetOf(creation) == written),
            _ => Enumerable.Empty<SyntaxNode>(),
        };

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
}
