using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// The transfer function: what evaluating one operation does to the state, and what its result may refer to. Anything
/// not known here lets what it is given escape, so that a gap in this class is a missed leak and never a false alarm.
/// </summary>
internal sealed class OperationEvaluator
{
    private readonly FlowContext _context;
    private readonly Transitions _transitions;
    private readonly Evidence _evidence;
    private readonly InvocationEvaluator _invocations;
    private readonly Factories _factories;
    private readonly AnswerEvaluator? _answers;

    public OperationEvaluator(FlowContext context, Transitions transitions, Evidence evidence, CaptureTargets targets, ControlFlowGraph graph)
    {
        _context = context;
        _transitions = transitions;
        _evidence = evidence;
        _factories = new Factories(graph, context, transitions);
        _answers = context.Resource.IsToldByAnswer ? new AnswerEvaluator(this) : null;
        Parts = new Parts(context.Resource);
        Assignments = new AssignmentEvaluator(this, context, transitions, evidence, targets);
        _invocations = new InvocationEvaluator(this, context, transitions, evidence);
    }

    public AssignmentEvaluator Assignments { get; }

    /// <summary>Tells what a part of a value stands for.</summary>
    public Parts Parts { get; }

    /// <summary>Whether the operation just evaluated ends the process, or never returns: no path leads on from it.</summary>
    public bool NeverReturns { get; set; }

    public PointsTo Evaluate(FlowState state, IOperation operation)
    {
        if (_answers?.TryEvaluate(state, operation) is { } answer)
        {
            return answer;
        }

        switch (operation)
        {
            case ILocalReferenceOperation local:
                return Read(state, state[local.Local], local);

            case IParameterReferenceOperation parameter:
                return Read(state, state[parameter.Parameter], parameter);

            case IFlowCaptureOperation capture:
                return state[capture.Id] = Evaluate(state, capture.Value);

            case IFlowCaptureReferenceOperation reference:
                return state[reference.Id];

            case IExpressionStatementOperation statement:
                PointsTo dropped = Evaluate(state, statement.Operation);
                if (statement.Operation is not IAssignmentOperation)
                {
                    _evidence.NoteDiscarded(state, dropped, statement.Syntax);
                }

                return PointsTo.Empty;

            case ISimpleAssignmentOperation assignment:
                return Assignments.Assign(state, assignment.Target, Evaluate(state, assignment.Value), assignment.Syntax);

            case IDeconstructionAssignmentOperation deconstruction:
                return Assignments.Deconstruct(state, deconstruction);

            case IAwaitOperation awaited:
                PointsTo task = Evaluate(state, awaited.Operation);
                _evidence.NoteUse(state, UseKind.Wait, task, awaited.Syntax);
                return Parts.Result(task).Union(task.Only(AliasKind.View));

            case IConversionOperation { OperatorMethod: null } conversion:
                return Evaluate(state, conversion.Operand);

            case IConversionOperation conversion when !_context.Resource.IsReachedThroughViews:
                // Memory as RedisValue, an array segment as span: the same memory in another dress.
                PointsTo converted = Evaluate(state, conversion.Operand);
                _transitions.Escape(state, converted.Without(AliasKind.View), EscapeKind.Container, conversion.Syntax);
                return converted.Project(AliasKind.View, AliasKind.View);

            case IParenthesizedOperation parenthesized:
                return Evaluate(state, parenthesized.Operand);

            case ITranslatedQueryOperation query:
                return Evaluate(state, query.Operation);

            case IInvocationOperation invocation:
                return _invocations.Evaluate(state, invocation);

            case IInvalidOperation invalid when Acquisitions.IsAcquiring(invalid, _context.Resource, _context.SemanticModel):
                EvaluateChildren(state, invalid);
                return _transitions.Acquire(state, invalid, helper: null);

            case IPropertyReferenceOperation property:
                return EvaluateProperty(state, property);

            case IFieldReferenceOperation { Instance: { Type: INamedTypeSymbol { IsTupleType: true } tuple } whole } part when _context.Resource.IsPartOf(tuple):
                return Parts.PartOf(Evaluate(state, whole), tuple, part.Type);

            case IFieldReferenceOperation { Instance: { Type.IsTupleType: true } whole }:
                PointsTo elements = Evaluate(state, whole);
                return elements.Only(AliasKind.Collection).Union(elements.Only(AliasKind.Winner)).Union(elements.Only(AliasKind.View)).Union(Parts.PassedOn(elements));

            case IFieldReferenceOperation field:
                EvaluateChildren(state, field);
                return PointsTo.Empty;

            case ITupleOperation tuple:
                return Gather(state, tuple.Elements, isCollection: !(tuple.Type is INamedTypeSymbol { IsTupleType: true } type && _context.Resource.IsSinglePartOf(type)));

            case IArrayCreationOperation newArray:
                EscapeAll(state, newArray.DimensionSizes, EscapeKind.Argument);
                return newArray.Initializer is { } initializer ? Gather(state, initializer.ElementValues) : PointsTo.Empty;

            // By syntax: the operation came with a later compiler than the one that is built against.
            case { Syntax: CollectionExpressionSyntax }:
                return Gather(state, operation.ChildOperations);

            // [.. hosts.Select(host => ConnectAsync(host))]
            case { Syntax: SpreadElementSyntax }:
                return Gather(state, operation.ChildOperations, isCollection: false);

            case IArrayElementReferenceOperation element:
                PointsTo array = Evaluate(state, element.ArrayReference);
                EscapeAll(state, element.Indices, EscapeKind.Argument);
                return Parts.ElementOf(array, element.Type);

            case IImplicitIndexerReferenceOperation { Instance: { } sliced } part:
                // memory[4..], list[^1].
                _transitions.Escape(state, Evaluate(state, part.Argument), EscapeKind.Argument, part.Argument.Syntax);
                return Parts.ElementOf(Evaluate(state, sliced), part.Type);

            case IObjectCreationOperation creation:
                return _invocations.EvaluateCreation(state, creation);

            case IDelegateCreationOperation creation:
                return Evaluate(state, creation.Target).Union(_factories.Of(creation.Target));

            case IMethodReferenceOperation method:
                return method.Instance is null || method.Method.MethodKind == MethodKind.LocalFunction
                    ? CapturedVariables.Of(method, state, _context)
                    : Evaluate(state, method.Instance).As(AliasKind.Delegate);

            case IFlowAnonymousFunctionOperation lambda:
                PointsTo captured = CapturedVariables.Of(lambda, state, _context);
                _evidence.NoteUse(state, UseKind.Call, captured, lambda.Syntax);
                return captured;

            case IIsPatternOperation pattern:
                PointsTo matched = Evaluate(state, pattern.Value);
                Assignments.Bind(state, pattern.Pattern, matched);
                return PointsTo.Empty;

            case IEventAssignmentOperation subscription:
                PointsTo raiser = Evaluate(state, subscription.EventReference);
                PointsTo handler = Evaluate(state, subscription.HandlerValue);
                if (!handler.SharesObligationWith(raiser))
                {
                    // Only on the connection's own event does a handler that captures it live no longer than it does.
                    _transitions.Escape(state, handler, EscapeKind.Capture, subscription.Syntax);
                }

                return PointsTo.Empty;

            case IEventReferenceOperation { Instance: { } instance }:
                return Evaluate(state, instance);

            case IReturnOperation { Kind: OperationKind.YieldReturn, ReturnedValue: { } yielded }:
                _transitions.Escape(state, Evaluate(state, yielded), EscapeKind.Return, yielded.Syntax);
                return PointsTo.Empty;

            case IVariableInitializerOperation or IIsNullOperation or IBinaryOperation or IUnaryOperation or IIsTypeOperation
                or IInterpolatedStringOperation or IInterpolationOperation or INameOfOperation or ITypeOfOperation
                or IThrowOperation or IInterpolatedStringTextOperation or ICaughtExceptionOperation:
                EvaluateChildren(state, operation);
                return PointsTo.Empty;

            default:
                PointsTo contained = PointsTo.Empty;
                foreach (IOperation child in operation.ChildOperations)
                {
                    PointsTo value = Evaluate(state, child);
                    _transitions.Escape(state, value, EscapeKind.Container, child.Syntax);
                    contained = contained.Union(Parts.PassedOn(value));
                }

                return contained;
        }
    }

    /// <inheritdoc cref="Factories.IsFactory"/>
    public bool IsFactory(IOperation function) => _factories.IsFactory(function);

    public void EvaluateChildren(FlowState state, IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            Evaluate(state, child);
        }
    }

    /// <summary>Several values in one: whoever has it has all of the resources in it, and a view stays one.</summary>
    public PointsTo Gather(FlowState state, IEnumerable<IOperation> elements, bool isCollection = true)
    {
        PointsTo gathered = PointsTo.Empty;
        foreach (IOperation element in elements)
        {
            PointsTo value = Evaluate(state, element);
            PointsTo owned = value.Project(AliasKind.Owner, AliasKind.Collection).Union(value.Project(AliasKind.Task, AliasKind.Collection)).Union(value.Only(AliasKind.Collection)).Union(value.Only(AliasKind.Winner));
            if (isCollection)
            {
                _evidence.NoteCollected(owned);
            }

            gathered = gathered.Union(owned).Union(value.Only(AliasKind.View)).Union(value.Only(AliasKind.Answer)).Union(value.Only(AliasKind.Refusal)).Union(Parts.PassedOn(value));
            _transitions.Escape(state, value.Only(AliasKind.Delegate).Union(value.Only(AliasKind.Pending)), EscapeKind.Container, element.Syntax);
        }

        return gathered;
    }

    public void EscapeAll(FlowState state, ImmutableArray<IOperation> operations, EscapeKind kind)
    {
        foreach (IOperation operation in operations)
        {
            _transitions.Escape(state, Evaluate(state, operation), kind, operation.Syntax);
        }
    }

    private PointsTo EvaluateProperty(FlowState state, IPropertyReferenceOperation property)
    {
        PointsTo receiver = property.Instance is null ? PointsTo.Empty : Evaluate(state, property.Instance);
        foreach (IArgumentOperation argument in property.Arguments)
        {
            _transitions.Escape(state, Evaluate(state, argument.Value), EscapeKind.Argument, argument.Syntax);
        }

        if (receiver.IsEmpty)
        {
            return PointsTo.Empty;
        }

        if (property.Instance?.Type is INamedTypeSymbol { IsRecord: true } record && _context.Resource.IsPartOf(record))
        {
            return Parts.PartOf(receiver, record, property.Type);
        }

        bool isResult = TaskMembers.IsResult(property.Property);
        _evidence.NoteUse(state, isResult ? UseKind.Wait : UseKind.Call, receiver, property.Syntax, property.Property);
        switch (_context.Resource.EffectOf(property.Property))
        {
            case MemberEffect.Unwraps:
                return receiver.Project(AliasKind.View, AliasKind.Owner);
            case MemberEffect.Views:
                return receiver.Project(AliasKind.Owner, AliasKind.View).Union(receiver.Project(AliasKind.Collection, AliasKind.View)).Union(receiver.Project(AliasKind.Winner, AliasKind.View));
        }

        if (isResult)
        {
            return Parts.Result(receiver);
        }

        if (property is { Property: { Name: "Value", ContainingType.Name: "Lazy" } })
        {
            return _context.Resource.IsTaskOfResource(property.Type) ? receiver : receiver.Project(AliasKind.Task, AliasKind.Owner);
        }

        PointsTo passed = receiver.Only(AliasKind.Collection).Union(receiver.Project(AliasKind.Enumerator, AliasKind.Collection));
        if (property.Type is { SpecialType: SpecialType.None, TypeKind: not TypeKind.Enum })
        {
            passed = passed.Union(Parts.PassedOn(receiver));
        }

        return passed.Union(Parts.ViewIn(property.Type, receiver));
    }

    private PointsTo Read(FlowState state, PointsTo value, IOperation variable)
    {
        _evidence.NoteUse(state, UseKind.Read, value, variable.Syntax);
        return value;
    }
}
