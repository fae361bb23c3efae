using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Reading;

/// <summary>Waits for a task that hold their thread, written around the call that gives the task.</summary>
internal static class BlockingWaits
{
    /// <summary>
    /// Whether what is done with the task is to wait for it: <c>.Result</c>, <c>.Wait()</c>, <c>.GetAwaiter().GetResult()</c>,
    /// <c>db.Wait(task)</c>. Where it isn't, <paramref name="outermost"/> is the task in its last dress.
    /// </summary>
    public static bool Surround(IOperation task, out IOperation outermost)
    {
        outermost = task;
        while (true)
        {
            switch (outermost.Parent)
            {
                case IConversionOperation or IParenthesizedOperation:
                    outermost = outermost.Parent;
                    break;

                case IInvocationOperation call when call.Instance == outermost && TaskMembers.IsPassThrough(call.TargetMethod):
                    outermost = call;
                    break;

                case IInvocationOperation call when call.Instance == outermost:
                    return TaskMembers.IsGetResult(call.TargetMethod) || TaskMembers.IsWait(call.TargetMethod);

                case IArgumentOperation { Parent: IInvocationOperation call }:
                    return TaskMembers.IsWait(call.TargetMethod) || IsWaitOfLibrary(call.TargetMethod);

                case IPropertyReferenceOperation property:
                    return TaskMembers.IsResult(property.Property);

                default:
                    return false;
            }
        }
    }

    private static bool IsWaitOfLibrary(IMethodSymbol method)
        => method is { Name: "Wait" or "TryWait", ContainingType.ContainingNamespace: { Name: "Redis", ContainingNamespace.Name: "StackExchange" } };
}
