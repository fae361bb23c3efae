using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// The transfer function of what opens, or goes over, several connections at once: <c>hosts.Select(h =&gt; ConnectAsync(h))</c>,
/// <c>all.Select(r =&gt; r.GetDatabase())</c>, <c>all.ToList()</c>, <c>Task.Run(() =&gt; Connect())</c>, <c>retry.Execute(() =&gt; Connect())</c>.
/// </summary>
internal sealed class ElementEvaluator
{
    private readonly OperationEvaluator _evaluator;
    private readonly FlowContext _context;
    private readonly Transitions _transitions;
    private readonly Evidence _evidence;

    public ElementEvaluator(OperationEvaluator evaluator, FlowContext context, Transitions transitions, Evidence evidence)
    {
        _evaluator = evaluator;
        _context = context;
        _transitions = transitions;
        _evidence = evidence;
    }

    /// <summary>Evaluates a call of that kind, and gives its result. False for any other, of which nothing was evaluated yet.</summary>
    public bool TryEvaluate(FlowState state, IInvocationOperation invocation, out PointsTo result)
    {
        result = PointsTo.Empty;
        IMethodSymbol method = invocation.TargetMethod;
        if (!_context.Resource.IsReachedThroughViews || invocation.Arguments.IsEmpty)
        {
            return false;
        }

        if (method is { Name: "Run" or "StartNew", ContainingType.Name: "Task" or "TaskFactory" } && OpensByItself(invocation.Arguments[0].Value))
        {
            result = _transitions.RunFactories(state, _evaluator.Evaluate(state, invocation.Arguments[0].Value), AliasKind.Task, surely: true);
            return true;
        }

        if (RunForResult.FactoryOf(invocation) is { } attempted && OpensByItself(attempted.Value))
        {
            foreach (IArgumentOperation other in invocation.Arguments.Where(argument => argument != attempted))
            {
                _transitions.Escape(state, _evaluator.Evaluate(state, other.Value), EscapeKind.Argument, other.Syntax);
            }

            result = _transitions.RunFactories(state, _evaluator.Evaluate(state, attempted.Value), _context.Symbols.IsTask(method.ReturnType) ? AliasKind.Task : AliasKind.Owner, surely: true);
            return true;
        }

        if (method.ContainingType is not { Name: "Enumerable" or "Array" or "ParallelEnumerable" } type || !(TaskMembers.IsOfCollections(type) || type.Name == "Array"))
        {
            return false;
        }

        if (invocation.Arguments is [{ } source, ..] && SelectorOf(invocation) is { } selector && OpensByItself(selector.Value))
        {
            _evaluator.Evaluate(state, source.Value);
            result = _transitions.RunFactories(state, _evaluator.Evaluate(state, selector.Value), AliasKind.Collection, surely: true);
            _evidence.NoteSeveral(result);
            return true;
        }

        return IsOverResources(invocation) && TryGoOver(state, invocation, method, out result);
    }

    /// <summary>The function that makes the elements of what a query, or a dictionary made of one, gives.</summary>
    private static IArgumentOperation? SelectorOf(IInvocationOperation invocation)
        => (invocation.TargetMethod.Name, invocation.Arguments) switch
        {
            ("Select" or "ConvertAll", [_, { } selector, ..]) => selector,
            ("ToDictionary", [_, _, { } selector, ..]) => selector,
            _ => null,
        };

    /// <summary>What LINQ does with resources: gives them on, or lends each to a lambda.</summary>
    private bool TryGoOver(FlowState state, IInvocationOperation invocation, IMethodSymbol method, out PointsTo result)
    {
        result = PointsTo.Empty;
        ParameterFate fate = ParameterFate.Borrows;
        foreach (IArgumentOperation argument in invocation.Arguments.Skip(1))
        {
            if (argument.Parameter?.Type.TypeKind != TypeKind.Delegate)
            {
                continue;
            }

            switch (LambdaParameter.FateOf(argument.Value, isTask: false))
            {
                case null or ParameterFate.Escapes:
                    return false;
                case ParameterFate.Releases:
                    fate = ParameterFate.Releases;
                    break;
            }
        }

        PointsTo all = _evaluator.Evaluate(state, invocation.Arguments[0].Value);
        foreach (IArgumentOperation argument in invocation.Arguments.Skip(1))
        {
            _transitions.Escape(state, _evaluator.Evaluate(state, argument.Value), EscapeKind.Argument, argument.Syntax);
        }

        if (fate == ParameterFate.Releases)
        {
            _transitions.Release(state, all, invocation.Syntax);
            return true;
        }

        _evidence.NoteUse(state, UseKind.Call, all, invocation.Syntax, method);
        result = _context.Resource.IsResource(method.ReturnType) || _context.Resource.IsTaskOfResource(method.ReturnType) || GivesResources(method.ReturnType) ? all : PointsTo.Empty;
        return true;
    }

    private bool IsOverResources(IInvocationOperation invocation)
        => invocation.Arguments[0].Parameter is { Ordinal: 0, Type: { } source } && GivesResources(source);

    /// <summary>An array, list or sequence of the resource or of tasks of it.</summary>
    private bool GivesResources(ITypeSymbol type)
        => type switch
        {
            IArrayTypeSymbol array => IsElement(array.ElementType),
            INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } => IsElement(arguments[0]),
            _ => false,
        };

    private bool IsElement(ITypeSymbol type) => _context.Resource.IsResource(type) || _context.Resource.IsTaskOfResource(type);

    /// <summary>Whether a lambda or method group gives the resource itself: only then is it worth a look whether it opens one.</summary>
    private bool OpensByItself(IOperation argument)
        => (argument as IDelegateCreationOperation ?? (argument as IConversionOperation)?.Operand as IDelegateCreationOperation)?.Target switch
        {
            IFlowAnonymousFunctionOperation lambda => _context.Resource.IsGivenBy(lambda.Symbol) && _evaluator.IsFactory(lambda),
            IMethodReferenceOperation method => _context.Resource.IsGivenBy(method.Method) && _evaluator.IsFactory(method),
            _ => false,
        };
}
