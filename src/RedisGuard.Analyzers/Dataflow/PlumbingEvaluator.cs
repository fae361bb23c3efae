using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>The transfer function of calls that only pass a resource on: atomic stores and loads, and tasks combined into one.</summary>
internal sealed class PlumbingEvaluator
{
    private readonly OperationEvaluator _evaluator;
    private readonly Evidence _evidence;

    public PlumbingEvaluator(OperationEvaluator evaluator, Evidence evidence)
    {
        _evaluator = evaluator;
        _evidence = evidence;
    }

    /// <summary><c>Interlocked</c> and <c>Volatile</c> on a field take over; on a local they are an assignment.</summary>
    public PointsTo EvaluateAtomic(FlowState state, IInvocationOperation invocation)
    {
        PointsTo previous = PointsTo.Empty;
        IOperation? target = null;
        PointsTo stored = PointsTo.Empty;
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            switch (argument.Parameter?.Ordinal)
            {
                case 0:
                    target = argument.Value;
                    previous = _evaluator.Evaluate(state, target);
                    break;
                case 1:
                    stored = _evaluator.Evaluate(state, argument.Value);
                    break;
            }
        }

        if (target is not null && AtomicMembers.Writes(invocation.TargetMethod))
        {
            _evaluator.Assignments.Assign(state, target, stored, invocation.Syntax);
        }

        return previous;
    }

    public PointsTo EvaluateTaskCombinator(FlowState state, IInvocationOperation invocation)
    {
        PointsTo tasks = invocation.Instance is null ? PointsTo.Empty : _evaluator.Evaluate(state, invocation.Instance);
        if (TaskMembers.IsWaitOfLibrary(invocation.TargetMethod))
        {
            _evidence.NoteUse(state, UseKind.Call, tasks, invocation.Syntax, invocation.TargetMethod);
            tasks = PointsTo.Empty;
        }

        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            tasks = tasks.Union(EvaluateElements(state, argument.Value));
        }

        if (TaskMembers.IsFromResult(invocation.TargetMethod))
        {
            return tasks.Project(AliasKind.Owner, AliasKind.Task);
        }

        bool isWait = TaskMembers.IsWait(invocation.TargetMethod);
        if (isWait)
        {
            _evidence.NoteUse(state, UseKind.Wait, tasks, invocation.Syntax, invocation.TargetMethod);
        }

        if (invocation.TargetMethod.Name is "WhenAny" or "WaitAny")
        {
            PointsTo first = First(tasks);
            return isWait ? PointsTo.Empty : first;
        }

        if (isWait)
        {
            return TaskMembers.IsWaitOfLibrary(invocation.TargetMethod) ? _evaluator.Parts.Result(tasks) : PointsTo.Empty;
        }

        _evidence.NoteCollected(tasks);
        return tasks.As(AliasKind.Collection);
    }

    /// <summary>Of several connects the first; of one that is raced against something else, that one or nothing.</summary>
    private PointsTo First(PointsTo tasks)
    {
        bool hasRivals = tasks.Aliases.Select(alias => alias.Obligation).Distinct().Take(2).Count() > 1 || _evidence.AreSeveral(tasks);
        _evidence.NoteRaced(tasks, hasRivals);
        return tasks.As(hasRivals ? AliasKind.Winner : AliasKind.Collection);
    }

    /// <summary>The elements of a params array or collection expression, which only pass through here.</summary>
    private PointsTo EvaluateElements(FlowState state, IOperation operation)
        => operation switch
        {
            IConversionOperation conversion => EvaluateElements(state, conversion.Operand),
            IArrayCreationOperation { Initializer: { } initializer } => EvaluateAll(state, initializer.ElementValues),
            { Syntax: CollectionExpressionSyntax } => EvaluateAll(state, operation.ChildOperations),

            // Since .NET 9: params ReadOnlySpan<Task>, a collection that no source writes.
            { IsImplicit: true, Type.Name: "ReadOnlySpan" } => EvaluateAll(state, operation.ChildOperations),
            _ => _evaluator.Evaluate(state, operation),
        };

    private PointsTo EvaluateAll(FlowState state, IEnumerable<IOperation> elements)
    {
        PointsTo all = PointsTo.Empty;
        foreach (IOperation element in elements)
        {
            all = all.Union(_evaluator.Evaluate(state, element));
        }

        return all;
    }
}
