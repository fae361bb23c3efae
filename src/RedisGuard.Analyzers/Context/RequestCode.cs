using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Context;

/// <summary>Tells code that somebody waits for: a controller's action, an endpoint, a hub's method, a message handler.</summary>
internal static class RequestCode
{
    public static bool Contains(IOperation operation, ISymbol member)
    {
        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation lambda && DelegateRole.Of(lambda) is { } role)
            {
                return role is { Frequency: OpeningFrequency.PerCall, IsInBackground: false };
            }
        }

        return member is IMethodSymbol { ContainingType: { } type } method
            && (AttributeNames.HasAny(method, ContextNames.PerCallAttributes) || Answers(method) || (TypeRole.IsPerCall(type, out _) && !TypeRole.IsInBackground(type)));
    }

    /// <summary>Whether a method's signature says that it answers requests, whoever maps it and where.</summary>
    public static bool Answers(IMethodSymbol method)
        => ParameterTypes.HasAny(method, ContextNames.RequestTypes) || Responses.Are(method.ReturnType);
}
