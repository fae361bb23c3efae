using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Hazards;

/// <summary>RG4001 of NRedisStack's extension methods, each named after the command it sends: <c>db.BLPop(key, timeout)</c>.</summary>
internal sealed class TypedBlockingCommandRule : IHazardRule
{
    private static readonly string[] s_always = { "BLPop", "BRPop", "BLMove", "BLMPop", "BRPopLPush", "BZPopMin", "BZPopMax", "BZMPop" };
    private static readonly string[] s_withTimeout = { "XRead", "XReadGroup" };

    /// <summary>All names that these methods have.</summary>
    public static ImmutableArray<string> MethodNames { get; } = s_always.Concat(s_withTimeout).SelectMany(static name => new[] { name, name + "Async" }).ToImmutableArray();

    public ImmutableArray<string> Names => MethodNames;

    public static bool IsOfStack(IMethodSymbol method)
        => method is { IsStatic: true, ContainingType.ContainingNamespace: { Name: "NRedisStack", ContainingNamespace.IsGlobalNamespace: true } };

    public Diagnostic? Check(HazardCall call)
        => IsOfStack(call.Method)
            && call.Invocation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0) is { } database
            && Waits(call)
            && call.Known.Shared.Contain(database.Value, call.Member, call.CancellationToken)
                ? call.Report(Descriptors.BlockingCommand, CommandOf(call.Method), BlockingCommands.Waits, BlockingCommandRule.OwnConnection(call))
                : null;

    private static bool Waits(HazardCall call)
        => !s_withTimeout.Contains(WithoutAsync(call.Method), StringComparer.Ordinal)
            || call.Argument("timeoutMilliseconds") is { ArgumentKind: ArgumentKind.Explicit, Value: { } timeout } && !timeout.Unwrapped().IsNull();

    private static string CommandOf(IMethodSymbol method)
    {
        string name = WithoutAsync(method).ToUpperInvariant();
        return s_withTimeout.Contains(WithoutAsync(method), StringComparer.Ordinal) ? name + " BLOCK" : name;
    }

    private static string WithoutAsync(IMethodSymbol method)
        => method.Name.EndsWith("Async", StringComparison.Ordinal) ? method.Name.Substring(0, method.Name.Length - "Async".Length) : method.Name;
}
