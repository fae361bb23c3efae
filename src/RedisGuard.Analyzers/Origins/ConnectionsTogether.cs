using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Origins;

/// <summary><c>IEnumerable&lt;IConnectionMultiplexer&gt;</c>: what a container gives to code that asks for all connections that are registered.</summary>
internal static class ConnectionsTogether
{
    public static bool Are(ITypeSymbol? type, RedisSymbols symbols)
        => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T, TypeArguments: [{ } each] }
            && SymbolEqualityComparer.Default.Equals(each, symbols.ConnectionMultiplexerInterface);

    /// <summary>All those of which a variable of a <c>foreach</c> is one; null where it is none of such.</summary>
    public static IOperation? Of(ILocalReferenceOperation each, RedisSymbols symbols)
        => SymbolEqualityComparer.Default.Equals(each.Type, symbols.ConnectionMultiplexerInterface)
            && each.Root().Descendants().OfType<IForEachLoopOperation>().FirstOrDefault(loop => loop.Locals.Contains(each.Local, SymbolEqualityComparer.Default)) is { } around
            && around.Collection.Unwrapped() is { } all
            && Are(all.Type, symbols)
                ? all
                : null;
}
