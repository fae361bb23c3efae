using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>Finds the calls of a compilation that open a connection, and gathers what the rules need to check one.</summary>
internal sealed class Openings
{
    private readonly RedisSymbols _symbols;
    private readonly AcquiringCalls _calls;
    private readonly CallContexts _contexts;
    private readonly TypeOwnerships _types;
    private readonly Makers _makers;
    private readonly ServiceRegistrations _registrations;

    public Openings(RuleRegistry registry)
    {
        _symbols = registry.Symbols;
        _calls = registry.CallsOf(ResourceKind.Connection);
        _contexts = registry.Contexts;
        _types = registry.Types;
        _makers = new Makers(_symbols.Compilation, _contexts);
        _registrations = registry.Registrations;
    }

    /// <summary>The opening that the operation at hand is; null for every other operation, which is nearly all.</summary>
    public Opening? TryGet(OperationAnalysisContext context)
    {
        IOperation operation = context.Operation;
        if (_contexts.IsTest(context.ContainingSymbol) && UsingInPlace.Keeps(operation.Syntax, argument => IsOnlyLent(argument, context), context.CancellationToken))
        {
            return null;
        }

        Obligation? obligation = operation is IMethodReferenceOperation reference
            ? IsFactory(reference, context) ? ReturnedBy(reference) : null
            : _calls.TryGet(context);
        if (obligation is null)
        {
            return null;
        }

        // What a function opens for the code around it, that code has: check what it does with it.
        IOperation site = operation;
        if (RunAround(operation, obligation, context) is { } around)
        {
            (site, obligation) = around;
        }

        CallContext frequency = Frequency(site, obligation, context);
        return new Opening(operation, obligation, frequency, context.ContainingSymbol, _symbols, _types, _calls, _makers, _registrations) { Site = site };
    }

    /// <summary>Tells of an argument whether a helper in source only uses it, has done so when it returns or is awaited, and gives nothing that could hold on to it.</summary>
    private bool IsOnlyLent(ArgumentSyntax argument, OperationAnalysisContext context)
        => context.Operation.SemanticModel?.GetOperation(argument, context.CancellationToken) is IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation { TargetMethod: { } helper } call }
            && Acquisitions.MayBeHelper(call)
            && !MayHold(call)
            && _calls.Summaries.Of(helper, context.CancellationToken).FateOf(parameter) == ParameterFate.Borrows;

    private static bool MayHold(IInvocationOperation call)
    {
        ITypeSymbol given = call.TargetMethod.ReturnType;
        if (!TaskMembers.IsTask(given))
        {
            return given.SpecialType is SpecialType.None or SpecialType.System_Object && call.Parent is not IExpressionStatementOperation;
        }

        IOperation awaited = call is { Parent: IInvocationOperation { TargetMethod: { } configured } outer } && TaskMembers.IsPassThrough(configured) ? outer : call;
        return awaited.Parent is not IAwaitOperation { Type: { } result } await
            || (result.SpecialType is SpecialType.None or SpecialType.System_Object && await.Parent is not IExpressionStatementOperation);
    }

    private CallContext Frequency(IOperation site, Obligation obligation, OperationAnalysisContext context)
    {
        CallContext frequency = _contexts.Of(site, context.ContainingSymbol, context.CancellationToken);

        // A loop that fills a collection opens what the code around it means to have.
        if (frequency.OutsideLoop is { } outside && (obligation.IsKept || RetriesIntoOneVariable(site, obligation)))
        {
            return new CallContext(outside, "the code around the loop runs");
        }

        // A cache's factory runs for each entry: once for what the entry keeps, and each time for what the factory needed for that.
        return frequency.IsForEntry && obligation.Escapes.Count == 0 ? CallContext.PerCall("an entry is made") : frequency;
    }

    /// <summary>
    /// The function that only gives what it opens, and what the code around it does with that, where it runs the function itself: a
    /// local <c>Lazy</c> or <c>Func</c>, a query's selector, <c>Task.Run</c>. Null where the function is run, or kept, by others.
    /// </summary>
    private (IOperation Function, Obligation Obligation)? RunAround(IOperation operation, Obligation inner, OperationAnalysisContext context)
    {
        if (inner.Escapes.Count == 0 || inner.Leaks.Count > 0 || !inner.Escapes.All(escape => escape.Kind == EscapeKind.Return) || FunctionOf(operation) is not { Parent: IDelegateCreationOperation } function)
        {
            return null;
        }

        Obligation? outer = _calls.FindRunOf(function, context.GetControlFlowGraph, context.ContainingSymbol, context.CancellationToken);
        bool isRunHere = outer is not null && (outer.ExitStatus & ~ObligationStatus.Absent) != ObligationStatus.None;
        return isRunHere && (!outer!.HasEscaped || outer.Escapes.All(escape => escape.Kind == EscapeKind.Return)) ? (function.Parent!, outer) : null;
    }

    private static IOperation? FunctionOf(IOperation operation)
    {
        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IAnonymousFunctionOperation or IMethodReferenceOperation:
                    return current;
                case ILocalFunctionOperation:
                    return null;
            }
        }

        return null;
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
        obligation.AddEscape(new Escape(EscapeKind.Return, AliasKind.Owner, Member: null, reference.Syntax));
        obligation.ExitStatus = ObligationStatus.Escaped;
        return obligation;
    }
}
