using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>The transfer function of stores: to a variable of this function a value can be followed, anywhere else it escapes.</summary>
internal sealed class AssignmentEvaluator
{
    private readonly OperationEvaluator _evaluator;
    private readonly FlowContext _context;
    private readonly Transitions _transitions;
    private readonly Evidence _evidence;
    private readonly CaptureTargets _targets;

    public AssignmentEvaluator(OperationEvaluator evaluator, FlowContext context, Transitions transitions, Evidence evidence, CaptureTargets targets)
    {
        _evaluator = evaluator;
        _context = context;
        _transitions = transitions;
        _evidence = evidence;
        _targets = targets;
    }

    public PointsTo Assign(FlowState state, IOperation target, PointsTo value, SyntaxNode place)
    {
        switch (target)
        {
            case IDiscardOperation:
                _evidence.NoteDiscarded(state, value, place);
                break;

            case ILocalReferenceOperation { Local: { IsRef: false } local } when IsOwn(local):
                _transitions.Overwrite(state, local, value);
                state[local] = value;
                _evidence.NoteHolder(value, local);
                break;

            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } when IsOwn(parameter):
                state[parameter] = value;
                break;

            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.Out } given } when IsOwn(given):
                _transitions.Escape(state, value, EscapeKind.Out, place, given);
                break;

            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.Ref } changed } when IsOwn(changed):
                _transitions.Escape(state, value, EscapeKind.Container, place, changed);
                break;

            case IFlowCaptureReferenceOperation capture when _targets.TryGet(capture.Id) is { } original:
                return Assign(state, original, value, place);

            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } collection } indexed when Keep(state, collection, value):
                _evaluator.EvaluateChildren(state, indexed);
                break;

            case IPropertyReferenceOperation { Property: { IsIndexer: true, SetMethod: { } setter }, Instance: ILocalReferenceOperation collection } element
                when !_context.Resource.IsReachedThroughViews && TaskMembers.IsOfCollections(setter):
                // map[key] = batch.StringGetAsync(key): the answers stay in this code, with the collection.
                _evaluator.EvaluateChildren(state, element);
                _transitions.Escape(state, value.Without(AliasKind.Pending), EscapeKind.Member, place, element.Property);
                PutInto(state, collection, value);
                break;

            case IMemberReferenceOperation { Instance: { } holder } when KeepInObject(state, holder, value):
                break;

            case IMemberReferenceOperation member:
                _evaluator.EvaluateChildren(state, member);
                _transitions.Escape(state, value, EscapeKind.Member, place, member.Member);
                break;

            case IConversionOperation conversion:
                return Assign(state, conversion.Operand, value, place);

            case IDeclarationExpressionOperation declaration:
                return Assign(state, declaration.Expression, value, place);

            case IArrayElementReferenceOperation element:
                _evaluator.EvaluateChildren(state, target);
                if (!Keep(state, element.ArrayReference, value))
                {
                    _transitions.Escape(state, value, EscapeKind.Container, place);
                    PutInto(state, element.ArrayReference, value);
                }

                break;

            default:
                _evaluator.EvaluateChildren(state, target);
                _transitions.Escape(state, value, EscapeKind.Container, place);
                break;
        }

        return value;
    }

    /// <summary>A collection that a variable holds stands for the answers put into it, as well as for those in it already.</summary>
    public void PutInto(FlowState state, IOperation collection, PointsTo value)
    {
        PointsTo added = _evaluator.Parts.PassedOn(value);
        switch (collection)
        {
            case var _ when added.IsEmpty:
                break;
            case ILocalReferenceOperation { Local: var local } when IsOwn(local):
                state[local] = state[local].Union(added);
                break;
            case IFlowCaptureReferenceOperation capture:
                state[capture.Id] = state[capture.Id].Union(added);
                if (_targets.TryGet(capture.Id) is ILocalReferenceOperation original)
                {
                    PutInto(state, original, value);
                }

                break;
            case IConversionOperation conversion:
                PutInto(state, conversion.Operand, value);
                break;
        }
    }

    /// <summary>Puts resources into a collection that this function made for itself; false for any other, and where there are none.</summary>
    public bool Keep(FlowState state, IOperation collection, PointsTo value)
    {
        PointsTo kept = value.Project(AliasKind.Owner, AliasKind.Collection).Union(value.Project(AliasKind.Task, AliasKind.Collection)).Union(value.Only(AliasKind.Collection));
        if (kept.IsEmpty)
        {
            return false;
        }

        switch (collection)
        {
            case ILocalReferenceOperation { Local: var local } when IsOwn(local) && LocalCollections.IsPrivate(local, _context.SemanticModel, _context.CancellationToken):
                state[local] = state[local].Union(kept);
                _evidence.NoteKept(kept);
                _evidence.NoteHolder(kept, local);
                return true;

            case IFlowCaptureReferenceOperation capture when _targets.TryGet(capture.Id) is { } original:
                return Keep(state, original, value);

            case IFlowCaptureReferenceOperation capture when LocalCollections.IsPrivateOnce(capture.Syntax, _context.SemanticModel, _context.CancellationToken):
                state[capture.Id] = state[capture.Id].Union(kept);
                _evidence.NoteKept(kept);
                return true;

            case IConversionOperation conversion:
                return Keep(state, conversion.Operand, value);

            default:
                return false;
        }
    }

    /// <summary>Puts resources into an object that this function made for itself; false for any other, and where there are none.</summary>
    private bool KeepInObject(FlowState state, IOperation holder, PointsTo value)
    {
        PointsTo kept = value.Project(AliasKind.Owner, AliasKind.Collection).Union(value.Project(AliasKind.Task, AliasKind.Collection));
        if (kept.IsEmpty || !_context.Resource.IsReachedThroughViews)
        {
            return false;
        }

        switch (holder)
        {
            case ILocalReferenceOperation { Local: var local } when IsOwn(local) && LocalObjects.IsPrivate(local, _context.SemanticModel, _context.CancellationToken):
                state[local] = state[local].Union(kept);
                _evidence.NoteHolder(kept, local);
                return true;

            case IFlowCaptureReferenceOperation capture when LocalObjects.IsPrivateOnce(capture.Syntax, _context.SemanticModel, _context.CancellationToken):
                state[capture.Id] = state[capture.Id].Union(kept);
                return true;

            default:
                return false;
        }
    }

    public PointsTo Deconstruct(FlowState state, IDeconstructionAssignmentOperation deconstruction)
    {
        IOperation target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        IOperation source = deconstruction.Value;
        while (source is IConversionOperation conversion)
        {
            source = conversion.Operand;
        }

        if (target is ITupleOperation targets && source is ITupleOperation sources && targets.Elements.Length == sources.Elements.Length)
        {
            var values = ImmutableArray.CreateBuilder<PointsTo>(sources.Elements.Length);
            foreach (IOperation element in sources.Elements)
            {
                values.Add(_evaluator.Evaluate(state, element));
            }

            for (int i = 0; i < values.Count; i++)
            {
                Assign(state, targets.Elements[i], values[i], deconstruction.Syntax);
            }

            return PointsTo.Empty;
        }

        PointsTo whole = _evaluator.Evaluate(state, deconstruction.Value);
        if (target is ITupleOperation named && source.Type is INamedTypeSymbol { IsTupleType: true } tuple && _context.Resource.IsPartOf(tuple))
        {
            // var (connection, database) = Open();
            foreach (IOperation part in named.Elements)
            {
                if (part is not IDiscardOperation)
                {
                    Assign(state, part, _evaluator.Parts.PartOf(whole, tuple, part.Type), deconstruction.Syntax);
                }
            }

            return PointsTo.Empty;
        }

        if (target is ITupleOperation parts && whole.Without(AliasKind.Collection).IsEmpty)
        {
            // foreach (var (key, connection) in byKey)
            foreach (IOperation part in parts.Elements)
            {
                if (part is not IDiscardOperation)
                {
                    // A key is none of the connections.
                    bool isKey = part.Type is { IsValueType: true } or { SpecialType: SpecialType.System_String };
                    Assign(state, part, isKey ? PointsTo.Empty : whole, deconstruction.Syntax);
                }
            }

            return PointsTo.Empty;
        }

        _transitions.Escape(state, whole, EscapeKind.Container, deconstruction.Syntax);
        AssignAnswers(state, target, whole, deconstruction.Syntax);
        return PointsTo.Empty;
    }

    public void Bind(FlowState state, IPatternOperation pattern, PointsTo value)
    {
        if (PatternVariable.Of(pattern) is { } local)
        {
            state[local] = value;
            _evidence.NoteHolder(value, local);
        }
    }

    /// <summary><c>foreach (var (key, task) in pending)</c>: a task in it may be any of the answers.</summary>
    private void AssignAnswers(FlowState state, IOperation target, PointsTo whole, SyntaxNode place)
    {
        PointsTo answers = _evaluator.Parts.PassedOn(whole);
        if (answers.IsEmpty || target is not ITupleOperation parts)
        {
            return;
        }

        foreach (IOperation part in parts.Elements)
        {
            if (part.Type is { } type && TaskMembers.IsTask(type))
            {
                Assign(state, part, answers, place);
            }
        }
    }

    /// <summary>A variable of an enclosing function lives on after this one: storing there is an escape.</summary>
    private bool IsOwn(ISymbol variable) => SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, _context.Function)
        || _context.Function is not IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction };
}
