using System.Linq;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Reading;

/// <summary>The plumbing between a task and its result, whose members only pass the resource on.</summary>
internal static class TaskMembers
{
    public static bool IsResult(IPropertySymbol property)
        => property.Name == "Result" && IsInTaskNamespace(property.ContainingType);

    /// <summary>Members that give the same task back in another dress: <c>ConfigureAwait</c>, <c>AsTask</c>, <c>GetAwaiter</c>.</summary>
    public static bool IsPassThrough(IMethodSymbol method)
        => method.Name is "ConfigureAwait" or "AsTask" or "GetAwaiter" or "Preserve" or "Unwrap" && IsInTaskNamespace(method.ContainingType);

    /// <summary>Members that give the result itself: <c>GetResult</c> of an awaiter.</summary>
    public static bool IsGetResult(IMethodSymbol method)
        => method.Name == "GetResult" && IsInTaskNamespace(method.ContainingType);

    /// <summary><c>WaitAsync</c> with a time limit or token: gives up the wait and not the work.</summary>
    public static bool IsAbandoningWait(IMethodSymbol method)
        => method is { Name: "WaitAsync", Parameters.Length: > 0 } && IsInTaskNamespace(method.ContainingType);

    /// <summary>Members that only wait: the task stays with whoever holds it.</summary>
    public static bool IsWait(IMethodSymbol method)
        => method.Name is "Wait" or "WaitAll" or "WaitAny" && (IsInTaskNamespace(method.ContainingType) || IsWaitOfLibrary(method));

    /// <summary><c>db.Wait(task)</c>, <c>connection.WaitAll(tasks)</c>: of the library, whose receiver isn't what is waited for.</summary>
    public static bool IsWaitOfLibrary(IMethodSymbol method)
        => method is { Name: "Wait" or "WaitAll", ContainingType.ContainingNamespace: { Name: "Redis", ContainingNamespace.Name: "StackExchange" }, Parameters: { Length: > 0 } parameters }
            && IsTask(parameters[0].Type is IArrayTypeSymbol array ? array.ElementType : parameters[0].Type);

    /// <summary><c>WhenAny</c>, <c>WhenAll</c>: the result stands for one or all of the tasks.</summary>
    public static bool IsCombinator(IMethodSymbol method)
        => method.Name is "WhenAny" or "WhenAll" && IsInTaskNamespace(method.ContainingType);

    /// <summary><c>Task.Delay</c>.</summary>
    public static bool IsDelay(IMethodSymbol method)
        => method.Name == "Delay" && IsInTaskNamespace(method.ContainingType);

    /// <summary>Members of collections and of LINQ: what goes in comes out again.</summary>
    public static bool IsOfCollections(IMethodSymbol method) => IsOfCollections(method.ContainingType);

    /// <summary>Whether the type is a collection of the framework, or LINQ.</summary>
    public static bool IsOfCollections(INamedTypeSymbol? type)
    {
        INamespaceSymbol? space = type?.ContainingNamespace;
        return space is { Name: "Collections" or "Linq", ContainingNamespace.Name: "System" }
            || space is { Name: "Generic" or "Concurrent" or "Immutable" or "ObjectModel", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } };
    }

    /// <summary><c>keys.ToDictionary(key => key, key => batch.StringGetAsync(key))</c>: a collection, with tasks in it.</summary>
    public static bool IsOfTasks(IMethodSymbol method)
        => IsOfCollections(method) && method.ReturnType switch
        {
            IArrayTypeSymbol array => IsTask(array.ElementType),
            INamedTypeSymbol { TypeArguments: { IsEmpty: false } elements } => elements.Any(IsTask),
            _ => false,
        };

    /// <summary>Members of collections that leave their elements where they are, and give none out.</summary>
    public static bool KeepsElements(IMethodSymbol method)
        => IsOfCollections(method)
            && method.Name is "Add" or "TryAdd" or "AddRange" or "Insert" or "AddFirst" or "AddLast" or "Enqueue" or "Push" or "Contains" or "ContainsKey" or "EnsureCapacity";

    /// <summary><c>Task.FromResult(x)</c> and <c>new ValueTask(x)</c> in method form.</summary>
    public static bool IsFromResult(IMethodSymbol method)
        => method.Name == "FromResult" && IsInTaskNamespace(method.ContainingType);

    public static bool IsTask(ITypeSymbol type) => IsInTaskNamespace(type as INamedTypeSymbol);

    /// <summary>Whether the result is filled, or fetched, after the call has returned.</summary>
    public static bool IsDeferred(IMethodSymbol method)
        => IsInTaskNamespace(method.ReturnType as INamedTypeSymbol)
            || method.ReturnType.Name == "IAsyncEnumerable"
            || (method.ReturnType.SpecialType == SpecialType.None && method.ReturnType.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T);

    private static bool IsInTaskNamespace(INamedTypeSymbol? type)
        => type?.ContainingNamespace is { } space
            && (space is { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } }
                || space is { Name: "CompilerServices", ContainingNamespace: { Name: "Runtime", ContainingNamespace.Name: "System" } });
}
