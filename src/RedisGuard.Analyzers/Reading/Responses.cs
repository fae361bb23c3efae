using System.Linq;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Reading;

/// <summary>Answers to web requests, which the framework writes when the code that has made them is done.</summary>
internal static class Responses
{
    /// <summary>Tells whether a type, or the result of a task of it, is one.</summary>
    public static bool Are(ITypeSymbol type)
    {
        ITypeSymbol given = type is INamedTypeSymbol { Arity: 1, Name: "Task" or "ValueTask" } task ? task.TypeArguments[0] : type;
        return IsResponse(given) || given.AllInterfaces.Any(IsResponse);
    }

    /// <summary>Tells whether the framework's own method makes one of what it is given: <c>File(stream, type)</c>, <c>Results.Bytes(memory)</c>.</summary>
    public static bool AreMadeBy(IMethodSymbol method) => method.DeclaringSyntaxReferences.IsEmpty && Are(method.ReturnType);

    // Others have an IResult of their own.
    private static bool IsResponse(ITypeSymbol type)
        => type.Name is "IResult" or "IActionResult" or "IHttpActionResult"
            && (type.TypeKind == TypeKind.Error || type.ContainingNamespace?.ToDisplayString() is "Microsoft.AspNetCore.Http" or "Microsoft.AspNetCore.Mvc" or "System.Web.Http");
}
