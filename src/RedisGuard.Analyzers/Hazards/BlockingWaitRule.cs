using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Hazards;

/// <summary>
/// RG4004 of commands: a blocking wait written around the call that sends the command, in code that runs again and again.
/// A task that is kept first may be one of several under way, or done by the time it is looked at. Where the library
/// reports such waits itself (SER307), this is left to it.
/// </summary>
internal sealed class BlockingWaitRule
{
    private const string Async = "Async";

    /// <summary>Whether it looks so, by names alone: any command may be waited for, so none is known by its own.</summary>
    public static bool MayBeAround(IInvocationOperation call)
        => call.TargetMethod.Name.EndsWith(Async, StringComparison.Ordinal)
            && call.Syntax.Parent is ArgumentSyntax or ParenthesizedExpressionSyntax
                or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" or "Wait" or "GetAwaiter" or "ConfigureAwait" };

    public static Diagnostic? Check(HazardCall call)
        => IsSent(call)
            && BlockingWaits.Surround(call.Invocation, out _)
            && RunsAgainAndAgain(call)
            && !CommandFlags.FiresAndForgets(call.Invocation)
            && !SampleCode.Contains(call.Invocation.Syntax.SyntaxTree, call.Known.Symbols.Compilation)
                ? Report(call)
                : null;

    private static Diagnostic Report(HazardCall call)
    {
        (string words, string? fix) = Holding.IsInAsyncFunction(call.Invocation, call.Member) ? ("await it instead", Fixes.AwaitInstead)
            : Synchronous(call) is { } sibling ? ($"await it, or call the synchronous '{sibling.Name}'", Fixes.CallSynchronous)
            : ("await it, and let the callers await", null);
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        return Diagnostic.Create(
            Descriptors.WaitingSynchronously, call.Invocation.Syntax.GetLocation(), fix is null ? properties : properties.Add(Fixes.Key, fix), $"The wait for '{call.Name}'", words);
    }

    /// <summary>A command that is under way; what is queued on a batch or transaction is RG3004's and RG3005's.</summary>
    private static bool IsSent(HazardCall call)
        => TaskMembers.IsTask(call.Method.ReturnType)
            && call.Invocation.Instance is { Type: { } connection }
            && IsRedis(call.Method.ContainingType)
            && !call.Known.Symbols.Model[ResourceKind.Batch].IsResource(connection);

    private static bool IsRedis(INamedTypeSymbol type)
    {
        foreach (INamedTypeSymbol implemented in type.AllInterfaces)
        {
            if (implemented.Name == "IRedisAsync")
            {
                return true;
            }
        }

        return type.Name == "IRedisAsync";
    }

    /// <summary>A loop of the program itself keeps nobody else waiting, nor does the end of what lives long.</summary>
    private static bool RunsAgainAndAgain(HazardCall call)
        => call.Known.Contexts.Of(call.Invocation, call.Member, call.CancellationToken) is { Frequency: OpeningFrequency.PerCall, OutsideLoop: not OpeningFrequency.ProcessLife }
            && call.Member is not IMethodSymbol { Name: "Dispose" or "DisposeAsync" or "Finalize" };

    /// <summary>The member that sends the same command and waits by itself, where what the call is made on has one.</summary>
    private static IMethodSymbol? Synchronous(HazardCall call)
    {
        ITypeSymbol connection = call.Invocation.Instance!.Type!;
        string name = call.Method.Name.Substring(0, call.Method.Name.Length - Async.Length);
        if (Find(connection, name, call.Method) is { } own)
        {
            return own;
        }

        foreach (INamedTypeSymbol implemented in connection.AllInterfaces)
        {
            if (Find(implemented, name, call.Method) is { } inherited)
            {
                return inherited;
            }
        }

        return null;
    }

    private static IMethodSymbol? Find(ITypeSymbol type, string name, IMethodSymbol asynchronous)
    {
        foreach (ISymbol member in type.GetMembers(name))
        {
            if (member is IMethodSymbol method && HaveSameParameters(method, asynchronous))
            {
                return method;
            }
        }

        return null;
    }

    private static bool HaveSameParameters(IMethodSymbol one, IMethodSymbol other)
    {
        if (one.Parameters.Length != other.Parameters.Length)
        {
            return false;
        }

        for (int i = 0; i < one.Parameters.Length; i++)
        {
            if (!SymbolEqualityComparer.Default.Equals(one.Parameters[i].Type, other.Parameters[i].Type))
            {
                return false;
            }
        }

        return true;
    }
}
