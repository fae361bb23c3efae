using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// RG4004: <c>Connect</c> in an async function, or a wait for <c>ConnectAsync</c> that blocks, in code that runs again and
/// again. It stands among the connection rules, as a remark on an opening that has no fault of its own: the cure of a
/// fault cures this with it. Waits for commands are another rule's, of the hazards.
/// </summary>
internal sealed class ConnectingSynchronouslyRule : IConnectionRule
{
    private const string Async = "Async";

    public Finding Check(Opening opening)
        => opening.Operation is IInvocationOperation { TargetMethod: { } method } call
            && opening.Obligation.Helper is null
            && opening.Context.Frequency == OpeningFrequency.PerCall
            && (IsAsync(method) ? Blocks(call) : Holding.IsInAsyncFunction(call, opening.Member))
                ? Report(call, opening)
                : Finding.None;

    private static Diagnostic Report(IInvocationOperation call, Opening opening)
    {
        bool isWait = IsAsync(call.TargetMethod);
        bool canAwait = Holding.IsInAsyncFunction(call, opening.Member);
        return Diagnostic.Create(
            Descriptors.WaitingSynchronously,
            call.Syntax.GetLocation(),
            ImmutableDictionary<string, string?>.Empty.Add(Fixes.Key, canAwait ? Fixes.AwaitInstead : Fixes.CallSynchronous),
            isWait ? $"The wait for '{opening.Name}'" : $"'{opening.Name}'",
            !isWait ? $"await '{opening.Name}Async' instead"
                : canAwait ? "await it instead"
                : $"await it, or call the synchronous '{call.TargetMethod.Name.Substring(0, call.TargetMethod.Name.Length - Async.Length)}'");
    }

    private static bool IsAsync(IMethodSymbol method) => method.Name.EndsWith(Async, StringComparison.Ordinal);

    private static bool Blocks(IOperation task)
    {
        while (true)
        {
            if (BlockingWaits.Surround(task, out IOperation outermost))
            {
                return true;
            }

            switch (outermost.Parent)
            {
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } }:
                    return OnlyBlocks(local, outermost.Root());

                // Task.Run(() => ConnectAsync(…)).Result
                case IReturnOperation { Parent: IBlockOperation { Parent: IAnonymousFunctionOperation { Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Run", ContainingType.Name: "Task" } } run } } } } }:
                    task = run;
                    break;

                // Task.Run(async () => await ConnectAsync(…)).Result
                case IAwaitOperation { Parent: IReturnOperation } awaited:
                    task = awaited;
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
