using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.PoolHandles;

/// <summary>RG3009: a lease, subscription or dedicated connection of RedisGuard.Pool that isn't disposed on every path.</summary>
internal sealed class HandleRules : RuleFamily
{
    public override ImmutableArray<DiagnosticDescriptor> Reports { get; } = ImmutableArray.Create(Descriptors.HandleNotDisposed);

    public override void Register(RuleRegistry registry)
    {
        if (registry.Symbols.Pool is null)
        {
            return;
        }

        AcquiringCalls calls = registry.CallsOf(ResourceKind.Handle);
        registry.OnAcquisition(operation =>
        {
            // A test drops handles on purpose, waits for one that can't come, or lets a fixture dispose the pool.
            if (calls.TryGet(operation) is { } handle
                && !registry.Contexts.IsTest(operation.ContainingSymbol)
                && (handle.Leaks.Count > 0 ? Report(operation, handle) : Forgotten(operation, handle, registry)) is { } found)
            {
                registry.Take(Verdict.Now(found), operation);
            }
        });
    }

    private static Diagnostic Report(OperationAnalysisContext context, Obligation handle)
    {
        bool awaits = Holding.IsInAsyncFunction(context.Operation, context.ContainingSymbol);
        return Holding.Report(
            Descriptors.HandleNotDisposed,
            context.Operation,
            handle.Releases,
            Holding.IsPlainLocal(handle) ? awaits ? Fixes.AwaitUsing : Fixes.Using : string.Empty,
            NameOf(context.Operation),
            Holding.Subject(context.Operation, handle),
            Holding.Fault(handle, "disposed"),
            awaits ? "declare it with 'await using'" : "dispose it");
    }

    private static Diagnostic? Forgotten(OperationAnalysisContext context, Obligation handle, RuleRegistry registry)
        => ForgetfulOwner.MemberOf(handle, context.ContainingSymbol, registry.Types, context.CancellationToken) is { } member
            ? Holding.Report(
                Descriptors.HandleNotDisposed,
                context.Operation,
                handle.Releases,
                fix: string.Empty,
                NameOf(context.Operation),
                $"in '{member.Name}'",
                $"not disposed by its owner '{member.ContainingType.Name}'",
                "dispose it in the owner's disposal")
            : null;

    private static string NameOf(IOperation acquisition)
        => acquisition is not IInvocationOperation { TargetMethod.ReturnType: INamedTypeSymbol type }
            ? "handle"
            : (type.TypeArguments.Length == 1 ? type.TypeArguments[0].Name : type.Name) switch
            {
                "RedisLease" => "lease",
                "RedisSubscription" => "subscription",
                _ => "dedicated connection",
            };
}
