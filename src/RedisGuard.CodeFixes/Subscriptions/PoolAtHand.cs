using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Sharing;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>The pool that the code can name. Which server another one would reach, nobody knows.</summary>
internal static class PoolAtHand
{
    /// <summary>The one there is: nearest first, since a field may not be filled yet where a constructor's parameter is.</summary>
    public static string? NameAt(ExpressionSyntax place, SiteContext context)
    {
        INamedTypeSymbol? pool = PoolExpression.PoolOf(context);
        ISymbol[] known = [.. context.Model.LookupSymbols(place.SpanStart).Where(symbol => pool is not null && SymbolEqualityComparer.Default.Equals(TypeOf(symbol), pool))];
        ISymbol[] near = [.. known.Where(symbol => symbol is ILocalSymbol or IParameterSymbol)];
        ISymbol[] found = near.Length > 0 ? near : known;
        return found.Length == 1 ? found[0].Name : null;
    }

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol kept => kept.Type,
        IPropertySymbol kept => kept.Type,
        _ => null,
    };
}
