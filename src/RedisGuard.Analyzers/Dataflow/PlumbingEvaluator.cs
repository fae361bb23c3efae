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
    public Value EvaluateAtomic(IInvocationOperation invocation)
    {
        Value previous = Value.Empty;
        IOperation? target = null;
        Value stored = Value.Empty;
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

    public Value EvaluateTaskCombinator(IInvocationOperation invocation)
    {
        Value tasks = invocation.Instance is null ? Value.Empty : _evaluator.Evaluate(invocation.Instance);
        if (TaskMembers.IsWaitOfLibrary(invocation.TargetMethod))
        {
            _custody.NoteUse(UseKind.Call, tasks, invocation.Syntax, invocation.TargetMethod);
            tasks = Value.Empty;
        }

        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            tasks = tasks.Union(EvaluateElements(argument.Value));
        }

        if (TaskMembers.IsFromResult(invocation.TargetMethod))
        {
            return tasks.Project(Role.Owner, Role.Task);
        }

        bool isWait = TaskMembers.IsWait(invocation.TargetMethod);
        if (isWait)
        {
            _custody.NoteUse(UseKind.Wait, tasks, invocation.Syntax, invocation.TargetMethod);
        }

        if (invocation.TargetMethod.Name is "WhenAny" or "WaitAny")
        {
            Value first = First(tasks);
            return isWait ? Value.Empty : first;
        }

        if (isWait)
        {
            return TaskMembers.IsWaitOfLibrary(invocation.TargetMethod) ? Parts.Result(tasks) : Value.Empty;
        }

        _custody.NoteCollected(tasks);
        return tasks.As(Role.Collection);
    }

    /// <summary>Of several connects the first; of one that is raced against something else, that one or nothing.</summary>
    private Value First(Value tasks)
    {
        bool hasRivals = tasks.References.Select(reference => reference.Obligation).Distinct().Take(2).Count() > 1;
        _custody.NoteRaced(tasks, hasRivals);
        return tasks.As(hasRivals ? Role.Winner : Role.Collection);
    }

    /// <summary>The elements of a params array or collection expression, which only pass through here.</summary>
    private Value EvaluateElements(IOperation operation)
        => operation switch
        {
            IConversionOperation conversion => EvaluateElements(conversion.Operand),
            IArrayCreationOperation { Initializer: { } initializer } => EvaluateAll(initializer.ElementValues),
            { Syntax: CollectionExpressionSyntax } => EvaluateAll(operation.ChildOperations),

            // Since .NET 9: params ReadOnlySpan<Task>, a collection that no source writes.
            { IsImplicit: true, Type.Name: "ReadOnlySpan" } => EvaluateAll(operation.ChildOperations),
            _ => _evaluator.Evaluate(operation),
        };

    private Value EvaluateAll(IEnumerable<IOperation> elements)
    {
        Value all = Value.Empty;
        foreach (IOperation element in elements)
        {
            all = all.Union(_evaluator.Evaluate(element));
        }

        return all;
    }
}
