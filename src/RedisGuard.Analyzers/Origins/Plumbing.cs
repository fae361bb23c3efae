using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Origins;

/// <summary>Leaves out what only passes a connection on: conversions, <c>await</c>, <c>ConfigureAwait</c>, <c>Result</c>.</summary>
internal static class Plumbing
{
    public static IOperation WithoutPlumbing(this IOperation operation)
    {
        while (true)
        {
            IOperation plain = operation.Unwrapped();
            IOperation? next = plain switch
            {
                IAwaitOperation awaited => awaited.Operation,
                IPropertyReferenceOperation { Instance: { } task } result when TaskMembers.IsResult(result.Property) => task,
                IInvocationOperation { Instance: { } task, TargetMethod: { } method } when TaskMembers.IsPassThrough(method) || TaskMembers.IsGetResult(method) => task,
                IInvocationOperation { Instance: null, TargetMethod: { IsExtensionMethod: true } method, Arguments: { Length: > 0 } arguments } when TaskMembers.IsPassThrough(method) => arguments[0].Value,
                _ => null,
            };
            if (next is null)
            {
                return plain;
            }

            operation = next;
        }
    }
}
