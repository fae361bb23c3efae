using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Rules;

/// <summary>Words of the rules about things that must be disposed, for one of them.</summary>
internal static class Holding
{
    /// <summary>What code does with a connection that it opens, in words.</summary>
    public const string ClosesAgain = " and closes it again";

    /// <inheritdoc cref="ClosesAgain"/>
    public const string NeverCloses = " and never closes it";

    /// <summary>The words for the resource: by the variable that holds it, else by the call.</summary>
    public static string Subject(IOperation acquisition, Obligation obligation)
        => obligation.Holder is { } holder ? $"in '{holder.Name}'" : $"of '{NameOf(acquisition)}'";

    /// <summary>How the resource is lost, in words.</summary>
    public static string Fault(Obligation obligation, string released)
    {
        if (obligation.Leaks.Contains(LeakKind.Abandoned) && obligation.Leaks.Count == 1)
        {
            return "never closed when the wait for it ends first";
        }

        return obligation.Releases.Count > 0 || obligation.HasEscaped ? $"not {released} on every path" : $"never {released}";
    }

    /// <summary>Whether the one local that holds the resource could release it at the end of its scope.</summary>
    public static bool IsPlainLocal(Obligation obligation)
        => obligation is { Holder: not null, HasAliases: false, IsCollected: false, HasEscaped: false }
            && obligation.Escapes.All(escape => escape.Kind is not (EscapeKind.Return or EscapeKind.Member));

    /// <summary>Whether the function around an operation may await.</summary>
    public static bool IsInAsyncFunction(IOperation operation, ISymbol member)
    {
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IAnonymousFunctionOperation lambda:
                    return lambda.Symbol.IsAsync;
                case ILocalFunctionOperation local:
                    return local.Symbol.IsAsync;
            }
        }

        // Top-level statements are async where they await.
        return member is IMethodSymbol { IsAsync: true };
    }

    public static Diagnostic Report(
        DiagnosticDescriptor descriptor, IOperation acquisition, IEnumerable<SyntaxNode> places, string fix, params string[] arguments)
        => Diagnostic.Create(
            descriptor,
            acquisition.Syntax.GetLocation(),
            places.Select(place => place.GetLocation()),
            ImmutableDictionary<string, string?>.Empty.Add(Fixes.Key, fix),
            arguments);

    private static string NameOf(IOperation acquisition)
        => acquisition is IInvocationOperation { TargetMethod: { } method }
            ? method.Name
            : ShownCode.Of(acquisition.Syntax);
}
