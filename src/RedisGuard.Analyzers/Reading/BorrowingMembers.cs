using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Reading;

/// <summary>Well-known methods that look at what they are given and never keep it: guards, assertions, printing.</summary>
internal static class BorrowingMembers
{
    public static bool Contains(IMethodSymbol method)
        => method.ContainingType is { } type
            && type.Name switch
            {
                "Console" or "GC" or "ArgumentNullException" or "Object" or "String" => type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true },
                "Debug" or "Trace" => type.ContainingNamespace is { Name: "Diagnostics", ContainingNamespace.Name: "System" },
                "LoggerExtensions" => type.ContainingNamespace is { Name: "Logging", ContainingNamespace.Name: "Extensions" },
                "Assert" => true,
                _ => false,
            };

    /// <summary>Whether the method runs the delegates it is given before it, or the task it returns, is done.</summary>
    public static bool RunsDelegates(IMethodSymbol method)
        => method.ContainingType is { } type
            && type.Name switch
            {
                "Enumerable" => type.ContainingNamespace is { Name: "Linq", ContainingNamespace.Name: "System" },
                "Parallel" or "Task" or "TaskFactory" => type.ContainingNamespace is { Name: "Tasks", ContainingNamespace.Name: "Threading" },
                "List" or "Array" => method.Name == "ForEach",
                _ => false,
            };
}
