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
    private readonly Custody _custody;

    public PlumbingEvaluator(OperationEvaluator evaluator, Custody custody)
    {
        _evaluator = evaluator;
        _custody = custody;
    }

    /// <summary><c>Interlocked</c> and <c>Volatile</c> on a field take over; on a local they are an assignment.</summary>
    public PointsTo EvaluateAtomic(IInvocationOperation invocation)
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
                    previous = _evaluator.Evaluate(target);
                    break;
                case 1:
                    stored = _evaluator.Evaluate(argument.Value);
                    break;
            }
        }

        if (target is not null && AtomicMembers.Writes(invocation.TargetMethod))
        {
            _evaluator.Assignments.Assign(target, stored, invocation.Syntax);
        }

        return previous;
    }

    public PointsTo EvaluateTaskCombinator(IInvocationOperation invocation)
    {
        PointsTo tasks = invocation.Instance is null ? PointsTo.Empty : _evaluator.Evaluate(invocation.Instance);
        if (TaskMembers.IsWaitOfLibrary(invocation.TargetMethod))
        {
            _custody.NoteUse(UseKind.Call, tasks, invocation.Syntax, invocation.TargetMethod);
            tasks = PointsTo.Empty;
        }

        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            tasks = tasks.Union(EvaluateElements(argument.Value));
        }

        if (TaskMembers.IsFromResult(invocation.TargetMethod))
        {
            return tasks.Project(AliasKind.Owner, AliasKind.Task);
        }

        bool isWait = TaskMembers.IsWait(invocation.TargetMethod);
        if (isWait)
        {
            _custody.NoteUse(UseKind.Wait, tasks, invocation.Syntax, invocation.TargetMethod);
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

        _custody.NoteCollected(tasks);
        return tasks.As(AliasKind.Collection);
    }

    /// <summary>Of several connects the first; of one that is raced against something else, that one or nothing.</summary>
    private PointsTo First(PointsTo tasks)
    {
        bool hasRivals = tasks.Aliases.Select(alias => alias.Obligation).Distinct().Take(2).Count() > 1;
        _custody.NoteRaced(tasks, hasRivals);
        return tasks.As(hasRivals ? AliasKind.Winner : AliasKind.Collection);
    }

    /// <summary>The elements of a params array or collection expression, which only pass through here.</summary>
    private PointsTo EvaluateElements(IOperation operation)
        => operation switch
        {
            IConversionOperation conversion => EvaluateElements(conversion.Operand),
            IArrayCreationOperation { Initializer: { } initializer } => EvaluateAll(initializer.ElementValues),
            { Syntax: CollectionExpressionSyntax } => EvaluateAll(operation.ChildOperations),

            // Since .NET 9: params ReadOnlySpan<Task>, a collection that no source writes.
            { IsImplicit: true, Type.Name: "ReadOnlySpan" } => EvaluateAll(operation.ChildOperations),
            _ => _evaluator.Evaluate(operation),
        };

    private PointsTo EvaluateAll(IEnumerable<IOperation> elements)
    {
        PointsTo all = PointsTo.Empty;
        foreach (IOperation element in elements)
        {
            all = all.Union(_evaluator.Evaluate(element));
        }

        return all;
    }
}
