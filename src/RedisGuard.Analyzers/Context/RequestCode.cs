using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

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
        => ParameterTypes.HasAny(method, ContextNames.RequestTypes) || GivesResponse(method.ReturnType);

    /// <summary>Tells whether a type, or the result of a task of it, is the answer to a request.</summary>
    public static bool GivesResponse(ITypeSymbol type)
    {
        ITypeSymbol given = type is INamedTypeSymbol { Arity: 1, Name: "Task" or "ValueTask" } task ? task.TypeArguments[0] : type;
        return IsResponse(given) || given.AllInterfaces.Any(IsResponse);
    }

    // Others have an IResult of their own.
    private static bool IsResponse(ITypeSymbol type)
        => ContextNames.ResponseTypes.Contains(type.Name)
            && (type.TypeKind == TypeKind.Error || type.ContainingNamespace?.ToDisplayString() is "Microsoft.AspNetCore.Http" or "Microsoft.AspNetCore.Mvc" or "System.Web.Http");
}
