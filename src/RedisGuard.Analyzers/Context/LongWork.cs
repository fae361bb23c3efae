using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Context;

/// <summary>
/// Work that goes on until the program ends or something fails: a loop that asks only whether it is cancelled, a wait without an end.
/// A loop around it turns when the work has failed, and a connection that is opened for the next attempt isn't churn. Thread-safe.
/// </summary>
internal sealed class LongWork
{
    private readonly SourceValues _sources;

    public LongWork(Compilation compilation) => _sources = new SourceValues(compilation);

    /// <summary>Whether such work stands behind an operation, in the same turn of a loop.</summary>
    public bool Follows(IOperation operation, ILoopOperation loop, CancellationToken cancellationToken)
    {
        for (IOperation current = operation; current.Parent is { } parent && current != loop; current = parent)
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return false;
                case IBlockOperation block when block.Operations.SkipWhile(statement => statement != current).Skip(1).Any(statement => Contains(statement, throughHelper: true, cancellationToken)):
                case IUsingOperation { Body: { } body } when current != body && Contains(body, throughHelper: true, cancellationToken):
                    return true;
            }
        }

        return false;
    }

    private bool Contains(IOperation statement, bool throughHelper, CancellationToken cancellationToken)
        => statement.DescendantsAndSelf().Any(part => part switch
        {
            IWhileLoopOperation { ConditionIsTop: true } loop => IsEndless(loop.Condition) && !IsLeft(loop),
            IForLoopOperation { Condition: null } loop => !IsLeft(loop),
            IForEachLoopOperation { IsAsynchronous: true } loop => IsEndlessSource(loop.Collection) && !IsLeft(loop),
            IInvocationOperation wait when IsEndlessWait(wait) => true,
            IInvocationOperation { TargetMethod: { DeclaringSyntaxReferences.IsEmpty: false, IsAbstract: false, IsVirtual: false } helper } when throughHelper
                => _sources.Body(helper.OriginalDefinition, cancellationToken) is { } body && Contains(body, throughHelper: false, cancellationToken),
            _ => false,
        });

    /// <summary><c>while (true)</c>, <c>while (!token.IsCancellationRequested)</c>, <c>while (await timer.WaitForNextTickAsync(token))</c>.</summary>
    private static bool IsEndless(IOperation? condition)
        => condition is null or { ConstantValue: { HasValue: true, Value: true } }
            || condition.DescendantsAndSelf().Any(part => part is IPropertyReferenceOperation { Property: { Name: "IsCancellationRequested", ContainingType.Name: "CancellationToken" or "CancellationTokenSource" } }
                or IInvocationOperation { TargetMethod: { Name: "WaitForNextTickAsync", ContainingType.Name: "PeriodicTimer" } });

    /// <summary><c>await foreach (var message in queue)</c>, <c>… in reader.ReadAllAsync(token)</c>: messages come as long as somebody sends them.</summary>
    private static bool IsEndlessSource(IOperation collection)
        => collection.DescendantsAndSelf().Any(part => part.Type?.Name == "ChannelMessageQueue" || part is IInvocationOperation { TargetMethod: { Name: "ReadAllAsync", ContainingType.Name: "ChannelReader" } });

    /// <summary><c>break</c> and <c>return</c>: the work has an end of its own.</summary>
    private static bool IsLeft(ILoopOperation loop)
        => loop.Body.Descendants().Any(part => part is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break or BranchKind.GoTo } && !IsOfInner(part, loop));

    private static bool IsOfInner(IOperation leaving, ILoopOperation loop)
    {
        for (IOperation? current = leaving.Parent; current is not null && current != loop; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation || (leaving is IBranchOperation { BranchKind: BranchKind.Break } && current is ILoopOperation or ISwitchOperation))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>Task.Delay(Timeout.Infinite, token)</c>, <c>host.WaitForShutdownAsync()</c>.</summary>
    private static bool IsEndlessWait(IInvocationOperation wait)
        => wait switch
        {
            { TargetMethod: { Name: "Delay", ContainingType.Name: "Task" }, Arguments: { Length: > 0 } arguments }
                => arguments[0].Value is { ConstantValue: { HasValue: true, Value: -1 } } or IFieldReferenceOperation { Field.Name: "InfiniteTimeSpan" },
            { TargetMethod.Name: "WaitForShutdown" or "WaitForShutdownAsync" } => true,
            _ => false,
        };
}
