using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Reading;

/// <summary>Calls that no path leads on from: what is open there ends with the process, or with an exception.</summary>
internal static class TerminalMembers
{
    public static bool NeverReturns(IMethodSymbol method)
    {
        if (method is { Name: "Exit" or "FailFast", ContainingType: { Name: "Environment", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } })
        {
            return true;
        }

        foreach (AttributeData attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "DoesNotReturnAttribute", ContainingNamespace: { Name: "CodeAnalysis", ContainingNamespace.Name: "Diagnostics" } })
            {
                return true;
            }
        }

        return false;
    }
}
