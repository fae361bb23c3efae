using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Origins;

/// <summary>Leads a view back to what was asked for it: a database or a server to its connection, one of several servers to them all.</summary>
internal sealed class ViewedConnections
{
    private readonly RedisSymbols _symbols;

    public ViewedConnections(RedisSymbols symbols) => _symbols = symbols;

    /// <summary>Leads a view one step back to where it was taken from; null where this is no view, or where it came from anywhere else.</summary>
    public IOperation? AskedFor(IOperation view)
        => view switch
        {
            IInvocationOperation { Instance: { } asked } call when _symbols.IsViewing(call) => asked,
            IInvocationOperation { Instance: null, Arguments: [{ Value: { } database }, ..], TargetMethod: { Name: "WithKeyPrefix" } prefixing } when _symbols.IsOfLibrary(prefixing) => database,
            IInvocationOperation { Instance: null, Arguments: [{ Value: { } all }, ..], TargetMethod: { Name: "First" or "FirstOrDefault" or "Single" or "Last" or "ElementAt" or "Where" or "OrderBy" } method }
                when TaskMembers.IsOfCollections(method) && IsOfViews(view.Type) => all,
            IArrayElementReferenceOperation element when IsOfViews(element.Type) => element.ArrayReference,
            ILocalReferenceOperation local when IsOfViews(local.Type) => LoopOver(local),
            _ => null,
        };

    private bool IsOfViews(ITypeSymbol? type)
        => type switch
        {
            IArrayTypeSymbol array => IsOfViews(array.ElementType),
            INamedTypeSymbol { TypeArguments: [{ } element] } => _symbols.Connections.IsView(element),
            _ => _symbols.Connections.IsView(type),
        };

    /// <summary>Finds the collection of a <c>foreach</c>, of which the variable is one.</summary>
    private static IOperation? LoopOver(ILocalReferenceOperation local)
        => local.Root().Descendants().OfType<IForEachLoopOperation>().FirstOrDefault(loop => loop.Locals.Contains(local.Local, SymbolEqualityComparer.Default))?.Collection;
}
