using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Context;

/// <summary>Parameters' types by simple name, which also holds where the type can't be found.</summary>
internal static class ParameterTypes
{
    public static bool HasAny(IMethodSymbol method, ImmutableHashSet<string> names)
    {
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (names.Contains(parameter.Type.Name))
            {
                return true;
            }
        }

        return false;
    }
}
