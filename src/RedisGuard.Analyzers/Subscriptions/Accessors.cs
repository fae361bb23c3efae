using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>
/// Methods that give out a connection which their type keeps: getters in all but the spelling, <c>IDatabase GetDatabase() =&gt; …</c>. What one
/// does to the connection on the way, it does again each time.
/// </summary>
internal static class Accessors
{
    /// <param name="site">What is done to the connection.</param>
    /// <param name="connection">The connection it is done to, or what belongs to it.</param>
    /// <param name="member">The member around it.</param>
    public static bool Is(IOperation site, IOperation? connection, ISymbol? member)
    {
        // One that opens, starts or builds may well be called once.
        if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary, ReturnType: { } given } || !member.Name.StartsWith("Get", StringComparison.Ordinal) || !IsOfConnection(given) || RootOf(connection) is not { } kept || !IsUnconditional(site))
        {
            return false;
        }

        IOperation root = site.Root();
        return !LoopInvariance.IsWrittenIn(kept, root)
            && root.Descendants().OfType<IReturnOperation>().Any(result => SymbolEqualityComparer.Default.Equals(RootOf(result.ReturnedValue), kept));
    }

    private static bool IsOfConnection(ITypeSymbol type)
        => type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [{ } result] } ? IsOfConnection(result)
            : type is { Name: "ConnectionMultiplexer" or "IConnectionMultiplexer" or "IDatabase" or "IDatabaseAsync" or "ISubscriber" or "IServer", ContainingNamespace: { Name: "Redis", ContainingNamespace.Name: "StackExchange" } };

    /// <summary>The member that a connection, a database or a subscriber was asked of; null for what came in or was made here.</summary>
    private static ISymbol? RootOf(IOperation? value)
    {
        while (value is not null)
        {
            switch (value.Unwrapped())
            {
                case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field:
                    return field.Field;
                case IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property:
                    return property.Property;
                case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } primary }:
                    return primary;
                case IPropertyReferenceOperation { Instance: { } instance }:
                    value = instance;
                    break;
                case IInvocationOperation { Instance: { } instance }:
                    value = instance;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Whether each call of the method comes here: no question around it, and none before it that may have left.</summary>
    private static bool IsUnconditional(IOperation site)
    {
        for (IOperation current = site; current.Parent is { } parent; current = parent)
        {
            if (parent is IConditionalOperation or ISwitchOperation or ICoalesceOperation or ILoopOperation or ITryOperation or IAnonymousFunctionOperation or ILocalFunctionOperation
                || (parent is IBlockOperation block && block.Operations.TakeWhile(statement => statement != current).Any(Leaves)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Leaves(IOperation statement) => statement.DescendantsAndSelf().Any(part => part is IReturnOperation);
}
