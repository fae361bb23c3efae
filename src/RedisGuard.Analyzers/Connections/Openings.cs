using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>Finds the calls of a compilation that open a connection, and gathers what the rules need to judge one.</summary>
internal sealed class Openings
{
    private readonly RedisSymbols _symbols;
    private readonly AcquiringCalls _calls;
    private readonly CallContexts _contexts;
    private readonly TypeOwnerships _types;

    public Openings(RuleRegistry registry)
    {
        _symbols = registry.Symbols;
        _calls = registry.CallsOf(ResourceKind.Connection);
        _contexts = registry.Contexts;
        _types = registry.Types;
    }

    /// <summary>The opening that the operation at hand is; null for every other operation, which is nearly all.</summary>
    public Opening? TryGet(OperationAnalysisContext context)
    {
        IOperation operation = context.Operation;
        Obligation? obligation = operation is IMethodReferenceOperation reference
            ? IsFactory(reference, context) ? ReturnedBy(reference) : null
            : _calls.TryGet(context);
        if (obligation is null)
        {
            return null;
        }

        CallContext frequency = _contexts.Of(operation, context.ContainingSymbol, context.CancellationToken);
        // A loop that fills a collection opens what the code around it means to have.
        if (frequency.OutsideLoop is { } outside && (obligation.IsKept || RetriesIntoOneVariable(operation, obligation)))
        {
            frequency = new CallContext(outside, "the code around the loop runs");
        }

        return new Opening(operation, obligation, frequency, context.ContainingSymbol, _symbols, _types);
    }

    /// <summary>
    /// The waiting for a server at start-up: the loop turns until a connection is there, and the variable that takes it
    /// lives outside. At most one is ever open, so the loop isn't what makes it many.
    /// </summary>
    private static bool RetriesIntoOneVariable(IOperation operation, Obligation obligation)
    {
        if (obligation is not { IsCollected: false, Holder.DeclaringSyntaxReferences: { Length: > 0 } declarations } || obligation.Leaks.Contains(LeakKind.NextTurn))
        {
            return false;
        }

        IOperation? current = operation;
        while (current is not null and not ILoopOperation)
        {
            current = current.Parent;
        }

        return current is ILoopOperation loop && !loop.Body.Syntax.Span.Contains(declarations[0].Span);
    }

    /// <summary><c>GetOrAdd(key, ConnectionMultiplexer.Connect)</c>, or a helper's name in place of the library's.</summary>
    private bool IsFactory(IMethodReferenceOperation reference, OperationAnalysisContext context)
        => _symbols.Connections.EffectOf(reference.Method) == MemberEffect.Acquires
            || (_symbols.Connections.IsGivenBy(reference.Method)
                && _calls.Summaries.Of(reference.Method, context.CancellationToken).ReturnsFresh);

    /// <summary>What a method group opens is given back to whoever runs it.</summary>
    private Obligation ReturnedBy(IMethodReferenceOperation reference)
    {
        var obligation = new Obligation(0, reference.Syntax, _symbols.Connections.EffectOf(reference.Method) == MemberEffect.Acquires ? null : reference.Method);
        obligation.AddEscape(new Escape(EscapeKind.Return, Role.Owner, Member: null, reference.Syntax));
        obligation.ExitStatus = ObligationStatus.Escaped;
        return obligation;
    }
}
