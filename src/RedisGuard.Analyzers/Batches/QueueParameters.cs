using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Batches;

/// <summary>
/// Methods that are given a batch, queue on it and wait for that themselves. Where a caller takes their task, sends the batch and
/// awaits the task then, they are right. Where everybody awaits them at once nobody gets to sending.
/// </summary>
internal sealed class QueueParameters
{
    private readonly ConcurrentDictionary<IParameterSymbol, bool> _asked = new(SymbolEqualityComparer.Default);
    private readonly ResourceModel _batches;
    private readonly MethodSummaries _summaries;
    private readonly DirectWaits _direct;

    public QueueParameters(RedisSymbols symbols, MethodSummaries summaries, DirectWaits direct)
    {
        _batches = symbols.Model[ResourceKind.Batch];
        _summaries = summaries;
        _direct = direct;
    }

    /// <summary>
    /// Asks of a method whose parameter a command is queued on whether it waits for that, and nobody sends it; once for each. Of a
    /// lambda's its runner sends the batch. What can be queued is named …Async, by which nearly every call is turned away.
    /// </summary>
    public Verdict Check(IInvocationOperation call)
        => call.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal)
            && call is { Instance: IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary } } parameter } }
            && _batches.IsResource(parameter.Type)
            && _asked.TryAdd(parameter, true)
                ? Verdict.AllAtEnd(end => Waits(parameter, end.Compilation, end.CancellationToken))
                : default;

    /// <summary>The waits that nobody sends anything for.</summary>
    private IEnumerable<Diagnostic> Waits(IParameterSymbol parameter, Compilation compilation, CancellationToken cancellationToken)
    {
        var method = (IMethodSymbol)parameter.ContainingSymbol;
        ImmutableArray<SyntaxNode> waits = _summaries.Of(method, cancellationToken).WaitsFor(parameter);
        return !waits.IsEmpty && IsAlwaysAwaitedAtOnce(method.Name, compilation, cancellationToken)
            ? waits.Where(wait => !_direct.AreReportedByLibrary(wait, compilation)).Select(wait => WaitsBeforeSentRule.OnParameter(parameter, wait))
            : ImmutableArray<Diagnostic>.Empty;
    }

    /// <summary>By name: a call through an interface counts, and a method of the same name costs a finding and no false alarm.</summary>
    private static bool IsAlwaysAwaitedAtOnce(string method, Compilation compilation, CancellationToken cancellationToken)
        => compilation.SyntaxTrees.All(tree => tree.GetRoot(cancellationToken)
            .DescendantNodes()
            .OfType<SimpleNameSyntax>()
            .Where(name => name.Identifier.ValueText == method)
            .All(IsAwaitedAtOnce));

    private static bool IsAwaitedAtOnce(SimpleNameSyntax name)
    {
        SyntaxNode called = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        SyntaxNode? use = called.Parent is InvocationExpressionSyntax call && call.Expression == called ? call.Parent : null;
        while (use is ParenthesizedExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" or "GetAwaiter" } or InvocationExpressionSyntax)
        {
            use = use.Parent;
        }

        return use is AwaitExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" or "Wait" or "GetResult" };
    }
}
