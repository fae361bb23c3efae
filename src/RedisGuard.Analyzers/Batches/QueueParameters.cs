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

namespace RedisGuard.Analyzers.Batches;

/// <summary>
/// Methods that are given a batch, queue on it and wait for that themselves. Where a caller takes their task, sends the batch and
/// awaits the task then, they are right. Where everybody awaits them at once nobody gets to sending.
/// </summary>
internal sealed class QueueParameters
{
    private readonly ConcurrentDictionary<IParameterSymbol, bool> _queuedOn = new(SymbolEqualityComparer.Default);
    private readonly ResourceModel _batches;

    public QueueParameters(RedisSymbols symbols) => _batches = symbols.Model[ResourceKind.Batch];

    /// <summary>
    /// Remembers a command queued on a parameter of a method. Of a lambda's its runner sends the batch. What can be queued is named
    /// …Async, by which nearly every call is turned away.
    /// </summary>
    public void Note(IInvocationOperation call)
    {
        if (call.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal)
            && call is { Instance: IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary } } parameter } }
            && _batches.IsResource(parameter.Type))
        {
            _queuedOn.TryAdd(parameter, true);
        }
    }

    /// <summary>The waits that nobody sends anything for.</summary>
    public IEnumerable<(IParameterSymbol Batch, SyntaxNode Wait)> Waits(MethodSummaries summaries, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (IParameterSymbol parameter in _queuedOn.Keys)
        {
            var method = (IMethodSymbol)parameter.ContainingSymbol;
            ImmutableArray<SyntaxNode> waits = summaries.Of(method, cancellationToken).WaitsFor(parameter);
            if (!waits.IsEmpty && IsAlwaysAwaitedAtOnce(method.Name, compilation, cancellationToken))
            {
                foreach (SyntaxNode wait in waits)
                {
                    yield return (parameter, wait);
                }
            }
        }
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
