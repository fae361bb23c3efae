using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Origins;

/// <summary>The connection that was asked for a view in the same function: for a database, a server, one of its servers.</summary>
internal sealed class ViewedConnections
{
    /// <summary>Deeper than code is written by hand; a bound all the same.</summary>
    private const int MaxSteps = 8;

    private readonly RedisSymbols _symbols;

    public ViewedConnections(RedisSymbols symbols) => _symbols = symbols;

    /// <summary>The expression of the connection; null where the view came from anywhere else.</summary>
    public IOperation? ConnectionOf(IOperation view)
    {
        IOperation? current = view.Unwrapped();
        for (int step = 0; step < MaxSteps && current is not null; step++)
        {
            if (current is IInvocationOperation { Instance: { } asked, TargetMethod: { } method } && _symbols.Connections.EffectOf(method) == MemberEffect.Views && _symbols.IsConnection(asked.Type))
            {
                return asked;
            }

            current = Source(current)?.Unwrapped();
        }

        return null;
    }

    private static IOperation? Source(IOperation view)
        => view switch
        {
            IArrayElementReferenceOperation element => element.ArrayReference,
            IInvocationOperation { Instance: null, Arguments: [{ Value: { } all }, ..], TargetMethod: { Name: "First" or "FirstOrDefault" or "Single" or "Last" or "ElementAt" or "Where" or "OrderBy" } method } when TaskMembers.IsOfCollections(method) => all,
            ILocalReferenceOperation local => local.OnlyValue() ?? LoopOver(local),
            _ => null,
        };

    /// <summary>Finds the collection of a <c>foreach</c>, of which the variable is one.</summary>
    private static IOperation? LoopOver(ILocalReferenceOperation local)
        => local.Root().Descendants().OfType<IForEachLoopOperation>().FirstOrDefault(loop => loop.Locals.Contains(local.Local, SymbolEqualityComparer.Default))?.Collection;
}
