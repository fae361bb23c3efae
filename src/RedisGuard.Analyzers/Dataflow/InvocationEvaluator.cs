using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>The transfer function of calls: what becomes of the receiver, the arguments and the result.</summary>
internal sealed class InvocationEvaluator
{
    private readonly OperationEvaluator _evaluator;
    private readonly FlowContext _context;
    private readonly Transitions _transitions;
    private readonly Evidence _evidence;
    private readonly ArgumentEvaluator _arguments;
    private readonly PlumbingEvaluator _plumbing;
    private readonly ElementEvaluator _elements;

    public InvocationEvaluator(OperationEvaluator evaluator, FlowContext context, Transitions transitions, Evidence evidence)
    {
        _evaluator = evaluator;
        _context = context;
        _transitions = transitions;
        _evidence = evidence;
        _arguments = new ArgumentEvaluator(evaluator, context, transitions, evidence);
        _plumbing = new PlumbingEvaluator(evaluator, evidence);
        _elements = new ElementEvaluator(evaluator, context, transitions, evidence);
    }

    public PointsTo Evaluate(FlowState state, IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (AtomicMembers.IsAtomic(method))
        {
            return _plumbing.EvaluateAtomic(state, invocation);
        }

        if (method.IsExtensionMethod && TaskMembers.IsPassThrough(method) && invocation.Instance is null && invocation.Arguments.Length > 0)
        {
            // connection.ConfigureAwait(false), for an await using.
            return _evaluator.Evaluate(state, invocation.Arguments[0].Value);
        }

        _evaluator.NeverReturns |= TerminalMembers.NeverReturns(method);
        if (TaskMembers.IsCombinator(method) || TaskMembers.IsWait(method) || TaskMembers.IsFromResult(method))
        {
            return _plumbing.EvaluateTaskCombinator(state, invocation);
        }

        if (_elements.TryEvaluate(state, invocation, out PointsTo several))
        {
            return several;
        }

        PointsTo receiver = invocation.Instance is null ? PointsTo.Empty : _evaluator.Evaluate(state, invocation.Instance);
        if (method.MethodKind == MethodKind.DelegateInvoke && receiver.Has(AliasKind.Factory))
        {
            return _transitions.RunFactories(state, receiver, _context.Symbols.IsTask(method.ReturnType) ? AliasKind.Task : AliasKind.Owner, surely: true);
        }

        IOperation? collection = TaskMembers.IsOfCollections(method) ? invocation.Instance : null;
        PointsTo views = _arguments.Evaluate(state, invocation.Arguments, method, receiver, collection, out PointsTo given, out PointsTo back);
        if (collection is not null)
        {
            _evaluator.Assignments.PutInto(state, collection, given);
        }

        if (method.MethodKind == MethodKind.LocalFunction)
        {
            _transitions.Escape(state, CapturedVariables.ReleasedOrKeptBy(method, state, _context), EscapeKind.Capture, invocation.Syntax);
        }

        MemberEffect effect = _context.Resource.EffectOf(method);
        if (effect != MemberEffect.Releases)
        {
            _evidence.NoteUse(state, TaskMembers.IsGetResult(method) ? UseKind.Wait : UseKind.Call, receiver, invocation.Syntax, method);
            if (_context.Resource.KeepsCommandsBack && TaskMembers.IsDeferred(method))
            {
                Transitions.Fill(state, receiver);
            }
        }

        switch (effect)
        {
            case MemberEffect.Acquires:
                return _transitions.Acquire(state, invocation, helper: null);
            case MemberEffect.Releases:
                _transitions.Release(state, receiver, invocation.Syntax);
                return PointsTo.Empty;
            case MemberEffect.None when DisposalMembers.IsDisposal(method) && receiver.Has(AliasKind.Owner):
                // A wrapper's own Dispose, for what an option says is acquired.
                _transitions.Release(state, receiver, invocation.Syntax);
                return PointsTo.Empty;
            case MemberEffect.Views:
                return ViewOf(receiver.Union(views)).Union(receiver.Project(AliasKind.Collection, AliasKind.View)).Union(receiver.Project(AliasKind.Winner, AliasKind.View));
            case MemberEffect.TakesOver when !SaysNo(invocation):
                _transitions.Escape(state, views, EscapeKind.Container, invocation.Syntax);
                return PointsTo.Empty;
            case MemberEffect.TakesOver:
                return ViewOf(views);
            case MemberEffect.Subscribes:
                _evidence.NoteSubscription(receiver, invocation.Syntax);
                return receiver.As(AliasKind.View);
        }

        if (!back.IsEmpty)
        {
            return back.As(_context.Symbols.IsTask(method.ReturnType) ? AliasKind.Task : AliasKind.Owner);
        }

        if (ReturnsFresh(invocation, method))
        {
            return _transitions.Acquire(state, invocation, method.DeclaringSyntaxReferences.IsEmpty ? null : method);
        }

        AcquireOuts(state, invocation, method);
        PointsTo answers = TaskMembers.IsOfCollections(method) ? _evaluator.Parts.PassedOn(receiver.Union(given)) : PointsTo.Empty;
        return receiver.IsEmpty && views.IsEmpty ? answers : answers.Union(Result(state, invocation, method, receiver, views));
    }

    public PointsTo EvaluateCreation(FlowState state, IObjectCreationOperation creation)
    {
        if (creation is { Type.Name: "ValueTask", Arguments: { Length: > 0 } arguments } && _context.Resource.IsTaskOfResource(creation.Type))
        {
            return _evaluator.Evaluate(state, arguments[0].Value).As(AliasKind.Task);
        }

        if (creation is { Type.Name: "Lazy" or "AsyncLazy", Arguments: { Length: > 0 } made } && _evaluator.Evaluate(state, made[0].Value) is var function && function.Has(AliasKind.Factory))
        {
            // Nothing is open until it is asked, and then it gives one, as a task does.
            return _transitions.RunFactories(state, function, AliasKind.Task, surely: false);
        }

        if (creation is { Type: INamedTypeSymbol { IsRecord: true } record, Initializer: null } && _context.Resource.IsPartOf(record))
        {
            // new Handle(redis, redis.GetDatabase()): a tuple with a name.
            return _evaluator.Gather(state, creation.Arguments.Select(argument => argument.Value), isCollection: !_context.Resource.IsSinglePartOf(record));
        }

        PointsTo given = PointsTo.Empty;
        PointsTo kept = PointsTo.Empty;
        if (creation.Constructor is { } constructor)
        {
            _arguments.Evaluate(state, creation.Arguments, constructor, PointsTo.Empty, collection: null, out given, out kept);
        }

        if (creation.Initializer is { } initializer)
        {
            _evaluator.EscapeAll(state, initializer.Initializers, EscapeKind.Container);
        }

        // A text or a number made of memory is a copy; anything else may hold on to it.
        return creation.Type is { SpecialType: SpecialType.System_String } or { IsUnmanagedType: true } ? PointsTo.Empty
            : kept.IsEmpty ? given.As(AliasKind.View)
            : kept;
    }

    /// <summary>What a call on something this flow keeps account of gives back.</summary>
    private PointsTo Result(FlowState state, IInvocationOperation invocation, IMethodSymbol method, PointsTo receiver, PointsTo views)
    {
        if (TaskMembers.IsPassThrough(method))
        {
            return receiver;
        }

        if (TaskMembers.IsGetResult(method))
        {
            return _evaluator.Parts.Result(receiver);
        }

        if (TaskMembers.IsAbandoningWait(method))
        {
            _evidence.NoteAbandoned(receiver);
            return receiver;
        }

        if (receiver.Has(AliasKind.Task) && method.Name == "ContinueWith" && ContinuationOf(invocation) is { } fate and not ParameterFate.Escapes)
        {
            if (fate == ParameterFate.Releases)
            {
                _transitions.Release(state, receiver, invocation.Syntax);
                return PointsTo.Empty;
            }

            return receiver.Project(AliasKind.Task, AliasKind.Pending);
        }

        if (receiver.Has(AliasKind.Task) || receiver.Has(AliasKind.Delegate))
        {
            // ContinueWith and kin: what runs later may release it. An invoked delegate may too.
            _transitions.Escape(state, receiver, EscapeKind.Capture, invocation.Syntax);
            return PointsTo.Empty;
        }

        if (receiver.Has(AliasKind.Enumerator))
        {
            return PointsTo.Empty;
        }

        if (receiver.Has(AliasKind.Collection))
        {
            if (method.Name is "GetEnumerator" or "GetAsyncEnumerator")
            {
                return receiver.Project(AliasKind.Collection, AliasKind.Enumerator);
            }

            if (TaskMembers.KeepsElements(method))
            {
                return PointsTo.Empty;
            }

            // ForEach, Remove, ContinueWith: what it does to the elements can't be seen.
            _transitions.Escape(state, receiver, EscapeKind.Argument, invocation.Syntax);
            return PointsTo.Empty;
        }

        if (receiver.Has(AliasKind.Owner) && invocation.Instance is not null && !IsOfLibraryOrSystem(method))
        {
            // A member that somebody's extension block, or own interface, adds to the connection may close or keep it.
            _transitions.Escape(state, receiver, EscapeKind.Argument, invocation.Syntax);
            return PointsTo.Empty;
        }

        // db.WithKeyPrefix(…), db.CreateBatch(): a view of a view. db.StringGetAsync(…): an answer on its way.
        PointsTo used = receiver.Union(views);
        if (_context.Resource.IsView(method.ReturnType) || (_context.Resource.Kind == ResourceKind.PooledReply && Responses.AreMadeBy(method)))
        {
            return ViewOf(used);
        }

        return ComesLater(invocation, method) ? used.As(AliasKind.Pending) : PointsTo.Empty;
    }

    /// <summary>What a continuation does with the result of the task before it.</summary>
    private static ParameterFate? ContinuationOf(IInvocationOperation invocation)
        => invocation.Arguments.Length > 0 ? LambdaParameter.FateOf(invocation.Arguments[0].Value, isTask: true) : null;

    /// <summary><c>TryOpen(configuration, out var connection)</c>.</summary>
    private void AcquireOuts(FlowState state, IInvocationOperation invocation, IMethodSymbol method)
    {
        if (_context.Summaries is not { } summaries || !_context.Resource.IsPutOutBy(method) || !Acquisitions.MayBeHelper(invocation))
        {
            return;
        }

        MethodSummary summary = summaries.Of(method, _context.CancellationToken);
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument.Parameter is { } parameter && summary.PutsFreshInto(parameter))
            {
                _evaluator.Assignments.Assign(state, argument.Value, _transitions.AcquireOut(state, invocation.Syntax, method), argument.Syntax);
            }
        }
    }

    /// <summary><c>reply.AsStream(ownsLease: false)</c>.</summary>
    private static bool SaysNo(IInvocationOperation invocation)
        => invocation.Arguments.Any(argument => argument.Value.ConstantValue is { HasValue: true, Value: false });

    private bool ComesLater(IInvocationOperation invocation, IMethodSymbol method)
        => _context.Resource switch
        {
            { KeepsCommandsBack: true } => (TaskMembers.IsDeferred(method) || TaskMembers.IsOfTasks(method)) && !CommandFlags.MayFireAndForget(invocation),
            { IsReachedThroughViews: true } => TaskMembers.IsDeferred(method) || TaskMembers.IsOfTasks(method),

            // A sequence read from memory is most often a list by now.
            _ => TaskMembers.IsTask(method.ReturnType),
        };

    private static PointsTo ViewOf(PointsTo used) => used.Project(AliasKind.Owner, AliasKind.View).Union(used.Project(AliasKind.View, AliasKind.View)).Union(used.Project(AliasKind.Keeper, AliasKind.View));

    private bool IsOfLibraryOrSystem(IMethodSymbol method)
        => _context.Symbols.IsOfLibrary(method)
            || method.ContainingType is { ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>Whether the call gives a fresh resource though the library isn't called here.</summary>
    private bool ReturnsFresh(IInvocationOperation invocation, IMethodSymbol method)
    {
        if (_context.Keys is { } keys)
        {
            return keys.Acquire(invocation);
        }

        if (!_context.Resource.IsGivenBy(method))
        {
            return false;
        }

        return OwnershipAttributes.MustDispose(method)
            || (_context.Summaries is { } summaries
                && Acquisitions.MayBeHelper(invocation)
                && !SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, _context.Function)
                && summaries.Of(method, _context.CancellationToken).ReturnsFresh);
    }
}
