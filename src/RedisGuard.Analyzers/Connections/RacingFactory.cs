using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Connections;

/// <summary>The library methods that may run a factory more than once and keep one result.</summary>
internal static class RacingFactory
{
    /// <summary>The race that a factory is part of, in words; null where it runs once or its result isn't the connection.</summary>
    public static string? Describe(IOperation function, Opening opening)
    {
        // What the factory closes itself, or puts somewhere else, isn't what the race loses.
        if (function is IAnonymousFunctionOperation && !opening.Obligation.Escapes.Any(escape => escape.Kind == EscapeKind.Return))
        {
            return null;
        }

        return function.DelegateUse() is IArgumentOperation argument
            ? argument.Parent switch
            {
                IInvocationOperation invocation => OfMethod(invocation),
                IObjectCreationOperation { Type.Name: "Lazy" } lazy => OfLazy(lazy),
                _ => null,
            }
            : null;
    }

    private static string? OfMethod(IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        return method.ContainingType?.Name switch
        {
            "ConcurrentDictionary" when method.Name is "GetOrAdd" or "AddOrUpdate" => $"'{method.Name}' runs the factory for both and keeps one connection",
            "CacheExtensions" or "IMemoryCache" when method.Name is "GetOrCreate" or "GetOrCreateAsync" => $"'{method.Name}' runs the factory for both and keeps one connection",
            "LazyInitializer" when !method.Parameters.Any(parameter => parameter.Name == "syncLock") => "'EnsureInitialized' without a lock runs the factory for both and keeps one connection",
            _ => null,
        };
    }

    private static string? OfLazy(IObjectCreationOperation lazy)
    {
        foreach (IArgumentOperation argument in lazy.Arguments)
        {
            if (argument.Parameter is { Type.Name: "LazyThreadSafetyMode" } && argument.Value.ConstantValue is { HasValue: true, Value: int mode })
            {
                // 1 is LazyThreadSafetyMode.PublicationOnly, 0 is None.
                return mode switch
                {
                    1 => "a Lazy with PublicationOnly runs the factory for both and keeps one connection",
                    0 when IsShared(lazy) => "a Lazy without thread safety runs the factory for both",
                    _ => null,
                };
            }

            if (argument.Parameter is { Type.SpecialType: SpecialType.System_Boolean } && argument.Value.ConstantValue is { HasValue: true, Value: false } && IsShared(lazy))
            {
                return "a Lazy without thread safety runs the factory for both";
            }
        }

        return null;
    }

    /// <summary>A Lazy in a field can meet two callers; one in a local variable can't.</summary>
    private static bool IsShared(IObjectCreationOperation lazy)
    {
        IOperation? use = lazy.Parent;
        while (use is IConversionOperation)
        {
            use = use.Parent;
        }

        return use is IFieldInitializerOperation or IPropertyInitializerOperation or ISimpleAssignmentOperation { Target: IMemberReferenceOperation };
    }
}
