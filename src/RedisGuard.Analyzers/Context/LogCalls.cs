using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Context;

/// <summary>The calls whose text somebody reads later: loggers, the console, traces.</summary>
internal static class LogCalls
{
    private static readonly ImmutableHashSet<string> s_generated = ImmutableHashSet.Create("LoggerMessage");

    /// <summary>The sink in the words of a message; null for any other call, which is told by its name alone.</summary>
    public static string? Describe(IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (!MayBeSink(method.Name))
        {
            return IsDefined(method) || IsGenerated(method) ? "a log" : null;
        }

        string type = method.ContainingType?.Name ?? string.Empty;
        return type switch
        {
            "Console" => "the console",
            "Trace" or "Debug" or "Debugger" => "a trace",
            "TextWriter" or "StreamWriter" => IsConsole(invocation.Instance) ? "the console" : null,
            _ => SaysLog(type) || IsLogMethod(method.Name) ? "a log" : null,
        };
    }

    /// <summary>What <c>LoggerMessage.Define</c> gives is called like any delegate, and known by its first parameter and its last.</summary>
    private static bool IsDefined(IMethodSymbol method)
        => method is { Name: "Invoke", MethodKind: MethodKind.DelegateInvoke, Parameters: { Length: > 2 } parameters }
            && parameters[0].Type.Name == "ILogger"
            && parameters[parameters.Length - 1].Type.Name == "Exception";

    /// <summary>What a generator writes the body of is partial; to ask each called method for its attributes would cost.</summary>
    private static bool IsGenerated(IMethodSymbol method)
        => (method.IsPartialDefinition || method.PartialDefinitionPart is not null) && AttributeNames.HasAny(method, s_generated);

    private static bool MayBeSink(string name)
        => name.Length > 2 && name[0] switch
        {
            'L' => IsLogMethod(name),
            'W' => Starts(name, "Write") || Starts(name, "Warn"),
            'I' => Starts(name, "Info"),
            'D' => Starts(name, "Debug"),
            'E' => Starts(name, "Error"),
            'F' => Starts(name, "Fatal") || Starts(name, "Fail"),
            'V' => Starts(name, "Verbose"),
            'T' => Starts(name, "Trace"),
            'C' => Starts(name, "Critical"),
            'P' => Starts(name, "Print"),
            'B' => Starts(name, "BeginScope"),
            _ => false,
        };

    private static bool Starts(string name, string word) => name.StartsWith(word, StringComparison.Ordinal);

    private static bool IsLogMethod(string name) => Starts(name, "Log") && (name.Length == 3 || char.IsUpper(name[3]));

    private static bool SaysLog(string type) => type.IndexOf("Logger", StringComparison.Ordinal) >= 0 || type is "Log" or "ILog";

    private static bool IsConsole(IOperation? writer)
        => writer is IPropertyReferenceOperation { Property: { Name: "Out" or "Error", ContainingType.Name: "Console" } };
}
