using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Ownership;

/// <summary>The transfer function of calls: what becomes of the receiver, the arguments and the result.</summary>
internal sealed class InvocationEvaluator
{
    private readonly OperationEvaluator _evaluator;
    private readonly FlowContext _context;
    private readonly ObligationTable _obligations;
    private readonly PlumbingEvaluator _plumbing;

    public InvocationEvaluator(OperationEvaluator evaluator, FlowContext context, ObligationTable obligations)
    {
        _evaluator = evaluator;
        _context = context;
        _obligations = obligations;
        _plumbing = new PlumbingEvaluator(evaluator, obligations);
    }

    public Value Evaluate(IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (AtomicMembers.IsAtomic(method))
        {
            return _plumbing.EvaluateAtomic(invocation);
        }

        if (method.IsExtensionMethod && TaskMembers.IsPassThrough(method) && invocation.Instance is null && invocation.Arguments.Length > 0)
        {
            // connection.ConfigureAwait(false), for an await using.
            return _evaluator.Evaluate(invocation.Arguments[0].Value);
        }

        _evaluator.NeverReturns |= TerminalMembers.NeverReturns(method);
        if (TaskMembers.IsCombinator(method) || TaskMembers.IsWait(method) || TaskMembers.IsFromResult(method))
        {
            return _plumbing.EvaluateTaskCombinator(invocation);
        }

        Value receiver = invocation.Instance is null ? Value.Empty : _evaluator.Evaluate(invocation.Instance);
        Value views = EvaluateArguments(invocation.Arguments, method, receiver, out _);
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            _evaluator.Escape(CapturedVariables.ReleasedOrKeptBy(method, _evaluator.State, _context.CancellationToken), EscapeKind.Capture, invocation.Syntax);
        }

        MemberEffect effect = _context.Resource.EffectOf(method);
        if (effect != MemberEffect.Releases)
        {
            _evaluator.NoteUse(TaskMembers.IsGetResult(method) ? UseKind.Wait : UseKind.Call, receiver, invocation.Syntax);
            if (_context.Resource.IsReopenedByUse && TaskMembers.IsDeferred(method))
            {
                _evaluator.Reopen(receiver);
            }
        }

        switch (effect)
        {
            case MemberEffect.Acquires:
                return _evaluator.Acquire(invocation, helper: null);
            case MemberEffect.Releases:
                _evaluator.Release(receiver, invocation.Syntax);
                return Value.Empty;
            case MemberEffect.None when DisposalMembers.IsDisposal(method) && receiver.Has(Role.Owner):
                // A wrapper's own Dispose, for what an option says is acquired.
                _evaluator.Release(receiver, invocation.Syntax);
                return Value.Empty;
            case MemberEffect.Views:
                return ViewOf(receiver.Union(views)).Union(receiver.Project(Role.Collection, Role.View));
            case MemberEffect.TakesOver when !SaysNo(invocation):
                _evaluator.Escape(views, EscapeKind.Container, invocation.Syntax);
                return Value.Empty;
            case MemberEffect.TakesOver:
                return ViewOf(views);
            case MemberEffect.Subscribes:
                NoteSubscription(receiver, invocation.Syntax);
                return receiver.As(Role.View);
        }

        if (ReturnsFresh(invocation, method))
        {
            return _evaluator.Acquire(invocation, method.DeclaringSyntaxReferences.IsEmpty ? null : method);
        }

        return receiver.IsEmpty && views.IsEmpty ? Value.Empty : Result(invocation, method, receiver, views);
    }

    public Value EvaluateCreation(IObjectCreationOperation creation)
    {
        if (creation is { Type.Name: "ValueTask", Arguments: { Length: > 0 } arguments } && _context.Resource.IsTaskOfResource(creation.Type))
        {
            return _evaluator.Evaluate(arguments[0].Value).As(Role.Task);
        }

        Value given = Value.Empty;
        if (creation.Constructor is { } constructor)
        {
            EvaluateArguments(creation.Arguments, constructor, Value.Empty, out given);
        }

        if (creation.Initializer is { } initializer)
        {
            _evaluator.EscapeAll(initializer.Initializers, EscapeKind.Container);
        }

        return given.As(Role.View);
    }

    /// <summary>What a call on something this flow keeps account of gives back.</summary>
    private Value Result(IInvocationOperation invocation, IMethodSymbol method, Value receiver, Value views)
    {
        if (TaskMembers.IsPassThrough(method))
        {
            return receiver;
        }

        if (TaskMembers.IsGetResult(method))
        {
            return receiver.Project(Role.Task, Role.Owner).Union(receiver.Project(Role.Collection, Role.Collection));
        }

        if (TaskMembers.IsAbandoningWait(method))
        {
            NoteAbandoned(receiver);
            return receiver;
        }

        if (receiver.Has(Role.Task) || receiver.Has(Role.Delegate))
        {
            // ContinueWith and kin: what runs later may release it. An invoked delegate may too.
            _evaluator.Escape(receiver, EscapeKind.Capture, invocation.Syntax);
            return Value.Empty;
        }

        if (receiver.Has(Role.Collection))
        {
            return receiver;
        }

        if (receiver.Has(Role.Owner) && invocation.Instance is not null && !IsOfLibraryOrSystem(method))
        {
            // A member that somebody's extension block, or own interface, adds to the connection may close or keep it.
            _evaluator.Escape(receiver, EscapeKind.Argument, invocation.Syntax);
            return Value.Empty;
        }

        // db.WithKeyPrefix(…), db.CreateBatch(): a view of a view. db.StringGetAsync(…): an answer on its way.
        Value used = receiver.Union(views);
        if (_context.Resource.IsView(method.ReturnType))
        {
            return ViewOf(used);
        }

        return TaskMembers.IsDeferred(method) ? used.As(Role.Pending) : Value.Empty;
    }

    /// <summary>
    /// Whether what is given to the method comes back: the library takes over what its row says, and looks at the rest. Of a
    /// resource that views lead to, anything but an extension's receiver may be kept all the same.
    /// </summary>
    private bool Lends(IMethodSymbol method, MemberEffect effect)
        => effect is MemberEffect.Views or MemberEffect.TakesOver || (!_context.Resource.IsReachedThroughViews && IsOfLibrary(method));

    /// <summary><c>reply.AsStream(ownsLease: false)</c>.</summary>
    private static bool SaysNo(IInvocationOperation invocation)
    {
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument.Value.ConstantValue is { HasValue: true, Value: false })
            {
                return true;
            }
        }

        return false;
    }

    private static Value ViewOf(Value used) => used.Project(Role.Owner, Role.View).Union(used.Project(Role.View, Role.View));

    private bool IsOfLibrary(IMethodSymbol method)
        => SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, _context.Symbols.ConnectionMultiplexer.ContainingAssembly);

    private bool IsOfLibraryOrSystem(IMethodSymbol method)
        => IsOfLibrary(method)
            || method.ContainingType is { ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>Whether the call gives a fresh resource though the library isn't called here.</summary>
    private bool ReturnsFresh(IInvocationOperation invocation, IMethodSymbol method)
    {
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

    /// <summary>Evaluates the arguments and says which were only lent, as a receiver is: an extension method's, a command's.</summary>
    private Value EvaluateArguments(ImmutableArray<IArgumentOperation> arguments, IMethodSymbol method, Value receiver, out Value given)
    {
        MemberEffect effect = _context.Resource.EffectOf(method);
        given = Value.Empty;
        Value views = Value.Empty;
        bool handles = OwnershipAttributes.Handles(method) || (method.IsStatic && effect == MemberEffect.Releases);
        bool borrows = BorrowingMembers.Contains(method);
        bool runsHere = BorrowingMembers.RunsDelegates(method);
        bool lends = Lends(method, effect);
        foreach (IArgumentOperation argument in arguments)
        {
            Value value = _evaluator.Evaluate(argument.Value);
            given = given.Union(value);
            if (value.IsEmpty)
            {
                ForgetOverwritten(argument);
                continue;
            }

            // A handler that captures the very connection it is subscribed on keeps nothing alive that isn't already.
            if (borrows || (runsHere && IsOnlyView(value)) || (effect == MemberEffect.Subscribes && value.SharesObligationWith(receiver)))
            {
                continue;
            }

            if (handles || (argument.Parameter is { } parameter && OwnershipAttributes.Handles(parameter)))
            {
                _evaluator.Release(value, argument.Syntax);
                continue;
            }

            if (lends || (argument.Parameter is { Ordinal: 0 } && method.IsExtensionMethod && IsOnlyView(value) && IsUnlikelyToKeep(method)))
            {
                views = views.Union(value);
                continue;
            }

            PassTo(argument, method, value);
            ForgetOverwritten(argument);
        }

        return views;
    }

    private void PassTo(IArgumentOperation argument, IMethodSymbol method, Value value)
    {
        ParameterFate fate = argument.Parameter is { } parameter && _context.Summaries is { } summaries
            ? summaries.Of(method, _context.CancellationToken).FateOf(parameter)
            : ParameterFate.Escapes;
        switch (fate)
        {
            case ParameterFate.Borrows:
                break;
            case ParameterFate.Releases:
                // A helper that is given a database may release the connection behind it.
                _evaluator.Release(value.As(Role.Owner), argument.Syntax);
                break;
            default:
                _evaluator.Escape(value, EscapeKind.Argument, argument.Syntax);
                break;
        }
    }

    /// <summary>An <c>out</c> or <c>ref</c> argument has a new value after the call, and not one of ours.</summary>
    private void ForgetOverwritten(IArgumentOperation argument)
    {
        if (argument.Parameter is { RefKind: RefKind.Out or RefKind.Ref })
        {
            IOperation target = argument.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : argument.Value;
            if (target is ILocalReferenceOperation local)
            {
                _evaluator.State[local.Local] = Value.Empty;
            }
        }
    }

    private void NoteSubscription(Value receiver, SyntaxNode place)
    {
        if (!_evaluator.Recording)
        {
            return;
        }

        foreach (Reference reference in receiver.References)
        {
            _obligations[reference.Obligation].AddSubscription(place);
        }
    }

    private void NoteAbandoned(Value receiver)
    {
        if (!_evaluator.Recording)
        {
            return;
        }

        foreach (Reference reference in receiver.References)
        {
            Obligation obligation = _obligations[reference.Obligation];
            if (reference.Role == Role.Task && obligation.Holder is null)
            {
                obligation.AddLeak(LeakKind.Abandoned);
            }
        }
    }

    /// <summary>
    /// An extension method on a view (a client library's <c>db.GetRecord&lt;T&gt;(key)</c>) is a command; one that
    /// returns something of its own type may be a wrapper that keeps the view.
    /// </summary>
    private bool IsUnlikelyToKeep(IMethodSymbol method)
        => _context.Resource.IsView(method.ReturnType)
            || method.ReturnsVoid
            || method.ReturnType.IsValueType
            || method.ReturnType.ContainingNamespace is { Name: "Tasks" or "System" or "Redis" };

    private static bool IsOnlyView(Value value)
        => !value.Has(Role.Owner) && !value.Has(Role.Task) && !value.Has(Role.Collection) && !value.Has(Role.Delegate);
}
