using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Ownership;

/// <summary>
/// The transfer function: what evaluating one operation does to the state, and what its result may refer to. Anything
/// not known here lets what it is given escape, so that a gap in this class is a missed leak and never a false alarm.
/// </summary>
internal sealed class OperationEvaluator
{
    private readonly FlowContext _context;
    private readonly ObligationTable _obligations;
    private readonly InvocationEvaluator _invocations;

    public OperationEvaluator(FlowContext context, ObligationTable obligations, CaptureTargets targets)
    {
        _context = context;
        _obligations = obligations;
        Assignments = new AssignmentEvaluator(this, context, obligations, targets);
        _invocations = new InvocationEvaluator(this, context, obligations);
    }

    public AssignmentEvaluator Assignments { get; }

    /// <summary>The state that evaluation reads and changes.</summary>
    public FlowState State { get; set; } = new();

    /// <summary>Whether evidence is written down: only once the flow has settled.</summary>
    public bool Recording { get; set; }

    /// <summary>Whether the operation just evaluated ends the process, or never returns: no path leads on from it.</summary>
    public bool NeverReturns { get; set; }

    public Value Evaluate(IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local:
                return Read(State[local.Local], local);

            case IParameterReferenceOperation parameter:
                return Read(State[parameter.Parameter], parameter);

            case IFlowCaptureOperation capture:
                return State[capture.Id] = Evaluate(capture.Value);

            case IFlowCaptureReferenceOperation reference:
                return State[reference.Id];

            case IExpressionStatementOperation statement:
                Value dropped = Evaluate(statement.Operation);
                if (statement.Operation is not IAssignmentOperation)
                {
                    NoteDiscarded(dropped, statement.Syntax);
                }

                return Value.Empty;

            case ISimpleAssignmentOperation assignment:
                return Assignments.Assign(assignment.Target, Evaluate(assignment.Value), assignment.Syntax);

            case IDeconstructionAssignmentOperation deconstruction:
                return Assignments.Deconstruct(deconstruction);

            case IAwaitOperation awaited:
                Value task = Evaluate(awaited.Operation);
                NoteUse(UseKind.Wait, task, awaited.Syntax);
                return Result(task).Union(task.Only(Role.View));

            case IConversionOperation { OperatorMethod: null } conversion:
                return Evaluate(conversion.Operand);

            case IConversionOperation conversion when !_context.Resource.IsReachedThroughViews:
                // Memory as RedisValue, an array segment as span: the same memory in another dress.
                Value converted = Evaluate(conversion.Operand);
                Escape(converted.Without(Role.View), EscapeKind.Container, conversion.Syntax);
                return converted.Project(Role.View, Role.View);

            case IParenthesizedOperation parenthesized:
                return Evaluate(parenthesized.Operand);

            case IInvocationOperation invocation:
                return _invocations.Evaluate(invocation);

            case IInvalidOperation invalid when Acquisitions.IsAcquiring(invalid, _context.Resource, _context.SemanticModel):
                EvaluateChildren(invalid);
                return Acquire(invalid, helper: null);

            case IPropertyReferenceOperation property:
                return EvaluateProperty(property);

            case IFieldReferenceOperation { Instance: { Type.IsTupleType: true } whole }:
                Value elements = Evaluate(whole);
                return elements.Only(Role.Collection).Union(elements.Only(Role.Winner)).Union(elements.Only(Role.View)).Union(PassedOn(elements));

            case IFieldReferenceOperation field:
                EvaluateChildren(field);
                return Value.Empty;

            case ITupleOperation tuple:
                return Gather(tuple.Elements);

            case IArrayCreationOperation newArray:
                EscapeAll(newArray.DimensionSizes, EscapeKind.Argument);
                return newArray.Initializer is { } initializer ? Gather(initializer.ElementValues) : Value.Empty;

            // By syntax: the operation came with a later compiler than the one that is built against.
            case { Syntax: CollectionExpressionSyntax }:
                return Gather(operation.ChildOperations);

            case IArrayElementReferenceOperation element:
                Value array = Evaluate(element.ArrayReference);
                EscapeAll(element.Indices, EscapeKind.Argument);
                return ElementOf(array, element.Type);

            case IImplicitIndexerReferenceOperation { Instance: { } sliced } part:
                // memory[4..], list[^1].
                Escape(Evaluate(part.Argument), EscapeKind.Argument, part.Argument.Syntax);
                return ElementOf(Evaluate(sliced), part.Type);

            case IObjectCreationOperation creation:
                return _invocations.EvaluateCreation(creation);

            case IDelegateCreationOperation creation:
                return Evaluate(creation.Target);

            case IMethodReferenceOperation method:
                return method.Instance is null
                    ? CapturedVariables.Of(method, State, _context)
                    : Evaluate(method.Instance).As(Role.Delegate);

            case IFlowAnonymousFunctionOperation lambda:
                Value captured = CapturedVariables.Of(lambda, State, _context);
                NoteUse(UseKind.Call, captured, lambda.Syntax);
                return captured;

            case IIsPatternOperation pattern:
                Value matched = Evaluate(pattern.Value);
                Assignments.Bind(pattern.Pattern, matched);
                return Value.Empty;

            case IEventAssignmentOperation subscription:
                Value raiser = Evaluate(subscription.EventReference);
                Value handler = Evaluate(subscription.HandlerValue);
                if (!handler.SharesObligationWith(raiser))
                {
                    // Only on the connection's own event does a handler that captures it live no longer than it does.
                    Escape(handler, EscapeKind.Capture, subscription.Syntax);
                }

                return Value.Empty;

            case IEventReferenceOperation { Instance: { } instance }:
                return Evaluate(instance);

            case IReturnOperation { Kind: OperationKind.YieldReturn, ReturnedValue: { } yielded }:
                Escape(Evaluate(yielded), EscapeKind.Return, yielded.Syntax);
                return Value.Empty;

            case IVariableInitializerOperation or IIsNullOperation or IBinaryOperation or IUnaryOperation or IIsTypeOperation
                or IInterpolatedStringOperation or IInterpolationOperation or INameOfOperation or ITypeOfOperation
                or IThrowOperation or IInterpolatedStringTextOperation or ICaughtExceptionOperation:
                EvaluateChildren(operation);
                return Value.Empty;

            default:
                Value contained = Value.Empty;
                foreach (IOperation child in operation.ChildOperations)
                {
                    Value value = Evaluate(child);
                    Escape(value, EscapeKind.Container, child.Syntax);
                    contained = contained.Union(PassedOn(value));
                }

                return contained;
        }
    }

    /// <summary>Opens an obligation, and tells whether an earlier one of the same call is lost by that.</summary>
    public Value Acquire(IOperation acquisition, IMethodSymbol? helper)
    {
        Obligation obligation = _obligations.GetOrAdd(acquisition.Syntax, helper);
        ObligationStatus earlier = State[obligation.Number];
        if (Recording && earlier.MayBeOpen() && (earlier & (ObligationStatus.Released | ObligationStatus.Escaped)) == 0 && !obligation.IsKept)
        {
            obligation.AddLeak(LeakKind.NextTurn);
        }

        State[obligation.Number] = ObligationStatus.Open;
        bool isTask = _context.Symbols.IsTask(acquisition is IInvocationOperation invocation ? invocation.TargetMethod.ReturnType : acquisition.Type);
        return Value.Of(obligation.Number, isTask ? Role.Task : Role.Owner);
    }

    /// <summary>The value goes where this flow can't follow it.</summary>
    public void Escape(Value value, EscapeKind kind, SyntaxNode place, ISymbol? member = null)
    {
        if (kind is EscapeKind.Return or EscapeKind.Member)
        {
            NoteUse(UseKind.Leave, value, place);
        }

        foreach (Reference reference in value.References)
        {
            if (reference.Role == Role.Winner)
            {
                continue;
            }

            // A returned view leaves the resource open with nobody to close it. Anywhere else a view may be kept on
            // purpose, by something that finds the resource again through it.
            bool ownerIsLost = reference.Role == Role.View && (kind == EscapeKind.Return || !_context.Resource.IsReachedThroughViews);
            if (!ownerIsLost && reference.Role != Role.Pending)
            {
                ObligationStatus status = State[reference.Obligation];
                State[reference.Obligation] = (status & ~(ObligationStatus.Open | ObligationStatus.Reopened | ObligationStatus.OpenByException)) | ObligationStatus.Escaped;
            }

            // An answer on its way matters where it outlives this code; on its way to a helper it doesn't.
            if (Recording && (reference.Role != Role.Pending || kind is EscapeKind.Return or EscapeKind.Member))
            {
                _obligations[reference.Obligation].AddEscape(new Escape(kind, reference.Role, member, place));
            }
        }
    }

    public void Release(Value value, SyntaxNode place)
    {
        foreach (Reference reference in value.References)
        {
            if (reference.Role is Role.View or Role.Pending or Role.Enumerator or Role.Winner)
            {
                continue;
            }

            State[reference.Obligation] = ObligationStatus.Released;
            if (Recording)
            {
                _obligations[reference.Obligation].AddRelease(place);
            }
        }
    }

    /// <summary>What was released already must be released once more.</summary>
    public void Reopen(Value value)
    {
        foreach (Reference reference in value.References)
        {
            if (reference.Role == Role.Owner && (State[reference.Obligation] & ObligationStatus.Released) != 0)
            {
                State[reference.Obligation] = (State[reference.Obligation] & ~ObligationStatus.Released) | ObligationStatus.Reopened;
            }
        }
    }

    public void EvaluateChildren(IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            Evaluate(child);
        }
    }

    /// <summary>
    /// What a collection, a tuple or an element of one stands for: the answers in it. Of connections those are let go, as
    /// they only matter where they leave by themselves.
    /// </summary>
    public Value PassedOn(Value value)
        => _context.Resource.IsReachedThroughViews ? Value.Empty : value.Project(Role.Pending, Role.Pending);

    /// <summary>What a task, or several, give.</summary>
    public static Value Result(Value task) => task.Project(Role.Task, Role.Owner).Union(task.Only(Role.Collection)).Union(task.Only(Role.Winner));

    /// <summary>Several values in one: whoever has it has all of the resources in it, and a view stays one.</summary>
    private Value Gather(IEnumerable<IOperation> elements)
    {
        Value gathered = Value.Empty;
        foreach (IOperation element in elements)
        {
            Value value = Evaluate(element);
            Value owned = value.Project(Role.Owner, Role.Collection).Union(value.Project(Role.Task, Role.Collection)).Union(value.Only(Role.Collection)).Union(value.Only(Role.Winner));
            NoteCollected(owned);
            gathered = gathered.Union(owned).Union(value.Only(Role.View)).Union(PassedOn(value));
            Escape(value.Only(Role.Delegate).Union(value.Only(Role.Pending)), EscapeKind.Container, element.Syntax);
        }

        return gathered;
    }

    public void NoteCollected(Value value)
    {
        foreach (Reference reference in value.References)
        {
            // A list of answers isn't one of batches.
            if (reference.Role != Role.Pending)
            {
                _obligations[reference.Obligation].IsCollected = true;
            }
        }
    }

    public void EscapeAll(ImmutableArray<IOperation> operations, EscapeKind kind)
    {
        foreach (IOperation operation in operations)
        {
            Escape(Evaluate(operation), kind, operation.Syntax);
        }
    }

    private Value EvaluateProperty(IPropertyReferenceOperation property)
    {
        Value receiver = property.Instance is null ? Value.Empty : Evaluate(property.Instance);
        foreach (IArgumentOperation argument in property.Arguments)
        {
            Escape(Evaluate(argument.Value), EscapeKind.Argument, argument.Syntax);
        }

        if (receiver.IsEmpty)
        {
            return Value.Empty;
        }

        bool isResult = TaskMembers.IsResult(property.Property);
        NoteUse(isResult ? UseKind.Wait : UseKind.Call, receiver, property.Syntax, property.Property);
        switch (_context.Resource.EffectOf(property.Property))
        {
            case MemberEffect.Unwraps:
                return receiver.Project(Role.View, Role.Owner);
            case MemberEffect.Views:
                return receiver.Project(Role.Owner, Role.View).Union(receiver.Project(Role.Collection, Role.View)).Union(receiver.Project(Role.Winner, Role.View));
        }

        if (isResult)
        {
            return Result(receiver);
        }

        Value passed = receiver.Only(Role.Collection).Union(receiver.Project(Role.Enumerator, Role.Collection));
        if (property.Type is { SpecialType: SpecialType.None, TypeKind: not TypeKind.Enum })
        {
            passed = passed.Union(PassedOn(receiver));
        }

        return passed.Union(ViewIn(property.Type, receiver));
    }

    /// <summary>Whoever has an element of a collection may have any of the resources in it; a part of memory is memory still.</summary>
    private Value ElementOf(Value whole, ITypeSymbol? type)
        => whole.Project(Role.Collection, Role.Collection).Union(PassedOn(whole)).Union(ViewIn(type, whole));

    /// <summary>What a member or element of a view still leads to: <c>GetServers()[0]</c>.</summary>
    private Value ViewIn(ITypeSymbol? type, Value receiver)
        => type is not null && _context.Resource.IsView(type) ? receiver.Project(Role.View, Role.View) : Value.Empty;

    private Value Read(Value value, IOperation variable)
    {
        NoteUse(UseKind.Read, value, variable.Syntax);
        return value;
    }

    /// <summary>Writes down a use and how things stand at it. Where a place is passed on several ways, all of them count.</summary>
    public void NoteUse(UseKind kind, Value value, SyntaxNode place, ISymbol? member = null)
    {
        if (!Recording)
        {
            return;
        }

        foreach (Reference reference in value.References)
        {
            _obligations[reference.Obligation].AddUse(new Use(kind, reference.Role, State[reference.Obligation], member, place));
        }
    }

    public void NoteDiscarded(Value value, SyntaxNode place)
    {
        NoteUse(UseKind.Drop, value, place);
        if (!Recording)
        {
            return;
        }

        foreach (Reference reference in value.References)
        {
            if (reference.Role is not (Role.View or Role.Pending) && _obligations[reference.Obligation].Holder is null)
            {
                _obligations[reference.Obligation].IsDiscarded = true;
            }
        }
    }
}
