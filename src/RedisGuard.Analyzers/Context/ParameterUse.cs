using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Context;

/// <summary>
/// Tells whether a helper makes what it opens of what it is given: <c>Ping(host)</c> for each host opens one connection a host, and
/// <c>Store(reading)</c> for each reading opens the same one again and again.
/// </summary>
internal static class ParameterUse
{
    /// <summary>A name made of a setting made of a parameter: further than that nobody reads either.</summary>
    private const int MaxSteps = 4;

    public static bool Feeds(IOperation operation) => IsMadeOfParameter(operation, MaxSteps);

    /// <summary>A variable whose value can't be told may be made of one.</summary>
    private static bool IsMadeOfParameter(IOperation value, int steps)
        => value.DescendantsAndSelf().Any(part => part switch
        {
            IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } } => true,
            ILocalReferenceOperation local => steps == 0 || local.OnlyValue() is not { } made || IsMadeOfParameter(made, steps - 1),
            _ => false,
        });
}
