using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>The parameters of a summarised method, followed as if they had been acquired at its start.</summary>
internal static class TrackedParameters
{
    /// <summary>The state in which a flow begins: each parameter has an obligation, numbered by its ordinal.</summary>
    public static FlowState Start(ImmutableArray<IParameterSymbol> parameters, ObligationTable obligations, FlowContext context)
    {
        var state = new FlowState();
        foreach (IParameterSymbol parameter in parameters)
        {
            // A node that no acquiring call can have keeps the numbers of parameters and calls apart.
            Obligation obligation = obligations.GetOrAdd(parameter.DeclaringSyntaxReferences[0].GetSyntax(context.CancellationToken));
            if (KindOf(parameter, context.Resource) is { } kind)
            {
                state[parameter] = PointsTo.Of(obligation.Number, kind);
                state[obligation.Number] = ObligationStatus.Open;
            }
        }

        return state;
    }

    /// <summary>
    /// The kind of alias as which a parameter is followed; null for one that can't hold a resource. A parameter of any reference
    /// type can: a helper that disposes an <c>IDisposable</c> disposes the connection it is given.
    /// </summary>
    public static AliasKind? KindOf(IParameterSymbol parameter, ResourceModel resource)
    {
        if (parameter.RefKind is RefKind.Ref or RefKind.Out || parameter.IsParams)
        {
            return null;
        }

        if (resource.IsTaskOfResource(parameter.Type))
        {
            return AliasKind.Task;
        }

        if (resource.IsView(parameter.Type))
        {
            return AliasKind.View;
        }

        if (IsCollection(parameter.Type) && !resource.IsResource(parameter.Type))
        {
            return AliasKind.Collection;
        }

        return parameter.Type.IsReferenceType || parameter.Type is ITypeParameterSymbol ? AliasKind.Owner : null;
    }

    private static bool IsCollection(ITypeSymbol type)
        => type is IArrayTypeSymbol
            || type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T
            || type.AllInterfaces.Any(implemented => implemented.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T);
}
