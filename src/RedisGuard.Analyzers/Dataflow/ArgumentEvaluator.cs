using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>The transfer function of arguments: which are lent, which are handed over, and which the called method releases.</summary>
internal sealed class ArgumentEvaluator
{
    private readonly OperationEvaluator _evaluator;
    private readonly FlowContext _context;
    private readonly Transitions _transitions;
    private readonly Evidence _evidence;

    public ArgumentEvaluator(OperationEvaluator evaluator, FlowContext context, Transitions transitions, Evidence evidence)
    {
        _evaluator = evaluator;
        _context = context;
        _transitions = transitions;
        _evidence = evidence;
    }

    /// <summary>Evaluates the arguments and says which were only lent, as a receiver is: an extension method's, a command's.</summary>
    /// <param name="state">The state before the call; changed.</param>
    /// <param name="arguments">Of the call.</param>
    /// <param name="method">What is called.</param>
    /// <param name="receiver">What it is called on.</param>
    /// <param name="collection">The receiver, where that is a collection.</param>
    /// <param name="given">All that is given.</param>
    /// <param name="back">What of it the method gives back.</param>
    public PointsTo Evaluate(FlowState state, ImmutableArray<IArgumentOperation> arguments, IMethodSymbol method, PointsTo receiver, IOperation? collection, out PointsTo given, out PointsTo back)
    {
        back = PointsTo.Empty;
        MemberEffect effect = _context.Resource.EffectOf(method);
        given = PointsTo.Empty;
        PointsTo views = PointsTo.Empty;
        bool handles = OwnershipAttributes.Handles(method) || (method.IsStatic && effect == MemberEffect.Releases);
        bool borrows = BorrowingMembers.Contains(method);
        bool runsHere = BorrowingMembers.RunsDelegates(method);
        bool lends = Lends(method, effect);
        foreach (IArgumentOperation argument in arguments)
        {
            PointsTo value = _evaluator.Evaluate(state, argument.Value);
            given = given.Union(value);
            if (value.IsEmpty)
            {
                ForgetOverwritten(state, argument);
                continue;
            }

            if (runsHere && _context.Resource.KeepsCommandsBack && IsOnlyView(value))
            {
                // keys.Select(key => batch.KeyDeleteAsync(key)): the answers are the result's.
                bool gives = GivesAnswers(argument.Value);
                views = views.Union(gives ? value : PointsTo.Empty);
                if (gives)
                {
                    Transitions.MayFill(state, value);
                }

                continue;
            }

            if (runsHere && IsOnlyView(value))
            {
                // keys.Select(key => db.StringGet(key)), Task.Run(() => db.StringGet(key)): run when the result is read or awaited.
                views = TaskMembers.IsDeferred(method) || TaskMembers.IsOfTasks(method)
                    ? views.Union(value.Only(AliasKind.View)).Union(value.Project(AliasKind.Keeper, AliasKind.View)).Union(value.Only(AliasKind.Pending))
                    : views;
                continue;
            }

            // A handler that captures the very connection it is subscribed on keeps nothing alive that isn't already.
            if (borrows || (effect == MemberEffect.Subscribes && value.SharesObligationWith(receiver)))
            {
                continue;
            }

            if (handles || (argument.Parameter is { } parameter && OwnershipAttributes.Handles(parameter)))
            {
                _transitions.Release(state, value, argument.Syntax);
                continue;
            }

            if (!lends && IsOnlyView(value) && !_context.Resource.IsReachedThroughViews)
            {
                // Whether other code waits for an answer that it is given can't be told.
                views = views.Union(value.Project(AliasKind.View, AliasKind.View));
                continue;
            }

            if (lends || (IsOnlyView(value) && IsUnlikelyToKeep(method) && (IsWork(method, value) || (argument.Parameter is { Ordinal: 0 } && method.IsExtensionMethod))))
            {
                views = views.Union(value);
                continue;
            }

            if (collection is not null && _evaluator.Assignments.Keep(state, collection, value))
            {
                continue;
            }

            PointsTo returned = PassTo(state, argument, method, value, out bool isGivenBack);
            back = isGivenBack ? back.Union(returned) : back;
            views = isGivenBack ? views : views.Union(returned);
            ForgetOverwritten(state, argument);
        }

        return views;
    }

    /// <summary>Hands an argument over, and gives the answers that the result will wait for, or the resource itself where it is given back.</summary>
    private PointsTo PassTo(FlowState state, IArgumentOperation argument, IMethodSymbol method, PointsTo value, out bool isGivenBack)
    {
        isGivenBack = false;
        // A method that only runs the delegate it is given has done with the resource whatever the delegate does.
        _transitions.Escape(state, value.Project(AliasKind.Delegate, AliasKind.Delegate), EscapeKind.Capture, argument.Syntax);
        value = value.Without(AliasKind.Delegate);
        MethodSummary summary = _context.Summaries is { } summaries && (!summaries.IsOfHelpers || IsOfResource(argument.Value.Type)) ? summaries.Of(method, _context.CancellationToken) : MethodSummary.Unknown;
        ParameterFate fate = argument.Parameter is { } parameter ? summary.FateOf(parameter) : ParameterFate.Escapes;
        switch (fate)
        {
            case ParameterFate.Borrows when GivesWhatWorkGives(method) && MayKeep(method.ReturnType):
                _transitions.Escape(state, value, EscapeKind.Argument, argument.Syntax);
                break;
            case ParameterFate.Borrows:
                _evidence.NoteUse(state, UseKind.Call, value, argument.Syntax);
                if (GivesWhatWorkGives(method) && TaskMembers.IsTask(method.ReturnType))
                {
                    return value.As(AliasKind.Pending);
                }

                return _context.Resource.KeepsCommandsBack && Answers(summary, argument) ? value.Project(AliasKind.Owner, AliasKind.Pending) : PointsTo.Empty;
            case ParameterFate.GivesBack or ParameterFate.GivesBackOrAbandons when _context.Resource.IsGivenBy(method) && IsOnlyOwned(value):
                isGivenBack = true;
                _evidence.NoteUse(state, UseKind.Call, value, argument.Syntax);
                if (fate == ParameterFate.GivesBackOrAbandons)
                {
                    _evidence.NoteAbandoned(value);
                }

                return value;
            case ParameterFate.KeptByObject:
                isGivenBack = true;
                _evidence.NoteUse(state, UseKind.Call, value, argument.Syntax);
                return value.Project(AliasKind.Owner, AliasKind.Keeper).Union(value.Project(AliasKind.View, AliasKind.Keeper));
            case ParameterFate.Releases:
                // A helper that is given a database may release the connection behind it.
                _transitions.Release(state, value.As(AliasKind.Owner), argument.Syntax);
                break;
            default:
                if (_context.Resource.IsReachedThroughViews)
                {
                    // Whoever gets an answer on its way may keep it: that it left, a rule may ask.
                    _evidence.NoteUse(state, UseKind.Leave, value.Only(AliasKind.Pending), argument.Syntax);
                }

                _transitions.Escape(state, value, EscapeKind.Argument, argument.Syntax);
                break;
        }

        return PointsTo.Empty;
    }

    /// <summary>A helper's parameters are followed whatever their type, and most are texts and the like.</summary>
    private bool IsOfResource(ITypeSymbol? type)
        => _context.Resource.IsResource(type) || _context.Resource.IsTaskOfResource(type) || _context.Resource.IsView(type);

    /// <summary>Of a method that waits itself, the fault is told there where its task is awaited at once.</summary>
    private static bool Answers(MethodSummary summary, IArgumentOperation argument)
    {
        IOperation? use = argument.Parent?.Parent;
        if (use is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
        {
            use = use.Parent;
        }

        return argument.Parameter is { } parameter
            && summary.Answers(parameter)
            && (use is not IAwaitOperation || summary.WaitsFor(parameter).IsEmpty);
    }

    /// <summary>An <c>out</c> or <c>ref</c> argument has a new value after the call, and not one of ours.</summary>
    private static void ForgetOverwritten(FlowState state, IArgumentOperation argument)
    {
        if (argument.Parameter is { RefKind: RefKind.Out or RefKind.Ref })
        {
            IOperation target = argument.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : argument.Value;
            if (target is ILocalReferenceOperation local)
            {
                state[local.Local] = PointsTo.Empty;
            }
        }
    }

    /// <summary>
    /// Whether what is given to the method comes back: the library takes over what its row says, and looks at the rest. Of a
    /// resource that views lead to, anything but an extension's receiver may be kept all the same.
    /// </summary>
    private bool Lends(IMethodSymbol method, MemberEffect effect)
        => effect is MemberEffect.Views or MemberEffect.TakesOver || (!_context.Resource.IsReachedThroughViews && _context.Symbols.IsOfLibrary(method));

    /// <summary>Whether a lambda's result is the answer to the command that it queues.</summary>
    private bool GivesAnswers(IOperation argument)
    {
        SyntaxNode syntax = argument.Syntax is ArgumentSyntax { Expression: { } expression } ? expression : argument.Syntax;
        return syntax is LambdaExpressionSyntax { ExpressionBody: { } body }
            && !body.DescendantTokens().Any(token => token.ValueText is "FireAndForget" or "flags")
            && body.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault() is { } call
            && (call.Expression is MemberAccessExpressionSyntax || LentArgument.IsAnsweredBy(call, _context));
    }

    private static bool IsWork(IMethodSymbol method, PointsTo value)
        => method.MethodKind == MethodKind.DelegateInvoke && value.Aliases.All(alias => alias.Kind == AliasKind.View);

    /// <summary>
    /// An extension method on a view (a client library's <c>db.GetRecord&lt;T&gt;(key)</c>) is a command, and so is the work that a caller
    /// gives as a delegate: <c>work(db)</c>. What returns something of its own type may be a wrapper that keeps the view.
    /// </summary>
    private bool IsUnlikelyToKeep(IMethodSymbol method)
        => _context.Resource.IsView(method.ReturnType)
            || method.ReturnsVoid
            || method.ReturnType.IsValueType
            || TaskMembers.IsOfTasks(method)
            || method is { MethodKind: MethodKind.DelegateInvoke, ReturnType: ITypeParameterSymbol }
            || method.ReturnType.ContainingNamespace is { Name: "Tasks" or "System" or "Redis" };

    /// <summary><c>T Run&lt;T&gt;(IConnectionMultiplexer redis, Func&lt;IDatabase, T&gt; work)</c>: what a <c>T</c> is, its caller says.</summary>
    private bool IsInSummary => _context.Summaries is null or { IsOfHelpers: true };

    private static bool GivesWhatWorkGives(IMethodSymbol method)
        => method.OriginalDefinition is { ReturnType: ITypeParameterSymbol given, Parameters: var parameters }
            && parameters.Any(parameter => parameter.Type is INamedTypeSymbol { DelegateInvokeMethod.ReturnType: { } result } && SymbolEqualityComparer.Default.Equals(result, given));

    /// <summary>An object of a class may have kept the view that it was made with; a number, a text or an answer on its way hasn't.</summary>
    private bool MayKeep(ITypeSymbol result)
        => result switch
        {
            ITypeParameterSymbol => !IsInSummary,
            IArrayTypeSymbol array => MayKeep(array.ElementType),
            _ => result is { IsValueType: false, SpecialType: not SpecialType.System_String } && !TaskMembers.IsTask(result),
        };

    private static bool IsOnlyOwned(PointsTo value) => value.Aliases.All(alias => alias.Kind is AliasKind.Owner or AliasKind.Task);

    private static bool IsOnlyView(PointsTo value)
        => !value.Has(AliasKind.Owner) && !value.Has(AliasKind.Task) && !value.Has(AliasKind.Collection) && !value.Has(AliasKind.Winner) && !value.Has(AliasKind.Delegate);
}
