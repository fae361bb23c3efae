using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Connections;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Ownership;

namespace RedisGuard.Analyzers.Hazards;

/// <summary>
/// RG4004: <c>Connect</c> in an async function, or a wait for <c>ConnectAsync</c> that blocks, in code that runs again and
/// again. It stands among the connection rules, as a remark on an opening that has no fault of its own: the cure of a
/// fault cures this with it. What the library says of blocking waits (SER307) leaves static calls out.
/// </summary>
internal sealed class ConnectingSynchronouslyRule : IConnectionRule
{
    public Diagnostic? Judge(Opening opening) => Judge(opening, Descriptors.ConnectingSynchronously);

    /// <summary>The same for an opening that had to wait for the registrations.</summary>
    public static Diagnostic? JudgeAtEnd(Opening opening) => Judge(opening, Descriptors.ConnectingSynchronouslyAtEnd);

    private static Diagnostic? Judge(Opening opening, DiagnosticDescriptor descriptor)
        => opening.Operation is IInvocationOperation { TargetMethod: { } method } call
            && opening.Obligation.Helper is null
            && opening.Context.Frequency == OpeningFrequency.PerCall
            && (IsAsync(method) ? Blocks(call) : IsInAsyncFunction(call, opening.Member))
                ? Diagnostic.Create(
                    descriptor,
                    call.Syntax.GetLocation(),
                    IsAsync(method) ? $"The wait for '{opening.Name}'" : $"'{opening.Name}'",
                    IsAsync(method) ? opening.Name : $"{opening.Name}Async")
                : null;

    private static bool IsAsync(IMethodSymbol method) => method.Name.EndsWith("Async", StringComparison.Ordinal);

    private static bool IsInAsyncFunction(IOperation operation, ISymbol member)
    {
        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IAnonymousFunctionOperation lambda:
                    return lambda.Symbol.IsAsync;
                case ILocalFunctionOperation local:
                    return local.Symbol.IsAsync;
            }
        }

        return member is IMethodSymbol { IsAsync: true };
    }

    private static bool Blocks(IOperation task)
    {
        IOperation current = task;
        while (true)
        {
            switch (current.Parent)
            {
                case IConversionOperation or IParenthesizedOperation:
                    current = current.Parent;
                    break;

                case IInvocationOperation call when call.Instance == current && TaskMembers.IsPassThrough(call.TargetMethod):
                    current = call;
                    break;

                case IInvocationOperation call when call.Instance == current:
                    return TaskMembers.IsGetResult(call.TargetMethod) || TaskMembers.IsWait(call.TargetMethod);

                case IArgumentOperation { Parent: IInvocationOperation call }:
                    return TaskMembers.IsWait(call.TargetMethod);

                case IPropertyReferenceOperation property:
                    return TaskMembers.IsResult(property.Property);

                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } }:
                    return OnlyBlocks(local, current.Root());

                // Task.Run(() => ConnectAsync(…)).Result
                case IReturnOperation { Parent: IBlockOperation { Parent: IAnonymousFunctionOperation { Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Run", ContainingType.Name: "Task" } } run } } } } }:
                    current = run;
                    break;

                // Task.Run(async () => await ConnectAsync(…)).Result
                case IAwaitOperation { Parent: IReturnOperation } awaited:
                    current = awaited;
                    break;

                default:
                    return false;
            }
        }
    }

    /// <summary>A task that is awaited, combined or looked at first may well be done when its result is taken.</summary>
    private static bool OnlyBlocks(ILocalSymbol local, IOperation root)
    {
        ILocalReferenceOperation[] uses = root.Descendants().OfType<ILocalReferenceOperation>()
            .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local))
            .ToArray();
        return uses.Length > 0 && uses.All(Blocks);
    }
}
