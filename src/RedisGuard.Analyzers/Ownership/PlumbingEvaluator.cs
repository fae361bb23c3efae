using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Ownership;

/// <summary>The transfer function of calls that only pass a resource on: atomic stores and loads, and tasks combined into one.</summary>
internal sealed class PlumbingEvaluator
{
    private readonly OperationEvaluator _evaluator;
    private readonly ObligationTable _obligations;

    public PlumbingEvaluator(OperationEvaluator evaluator, ObligationTable obligations)
    {
        _evaluator = evaluator;
        _obligations = obligations;
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
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            tasks = tasks.Union(EvaluateElements(argument.Value));
        }

        if (TaskMembers.IsFromResult(invocation.TargetMethod))
        {
            return tasks.Project(Role.Owner, Role.Task);
        }

        if (invocation.TargetMethod.Name is "WhenAny" or "WaitAny")
        {
            NoteRaced(tasks);
        }

        if (!TaskMembers.IsWait(invocation.TargetMethod))
        {
            return tasks.As(Role.Collection);
        }

        _evaluator.NoteUse(UseKind.Wait, tasks, invocation.Syntax, invocation.TargetMethod);
        return Value.Empty;
    }

    private void NoteRaced(Value tasks)
    {
        if (!_evaluator.Recording)
        {
            return;
        }

        foreach (Reference reference in tasks.References)
        {
            _obligations[reference.Obligation].IsRaced = true;
        }
    }

    /// <summary>The elements of a params array or collection expression, which only pass through here.</summary>
    private Value EvaluateElements(IOperation operation)
    {
        switch (operation)
        {
            case IConversionOperation conversion:
                return EvaluateElements(conversion.Operand);
            case IArrayCreationOperation { Initializer: { } initializer }:
                Value all = Value.Empty;
                foreach (IOperation element in initializer.ElementValues)
                {
                    all = all.Union(_evaluator.Evaluate(element));
                }

                return all;
            default:
                return _evaluator.Evaluate(operation);
        }
    }
}
