using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Replies;

/// <summary>Replies in pooled memory that are not returned to it (RG3001), or used after they were (RG3002).</summary>
internal sealed class PooledReplyRules : RuleFamily
{
    public override ImmutableArray<DiagnosticDescriptor> Reports { get; } = ImmutableArray.Create(
        Descriptors.ReplyNotReturned,
        Descriptors.ReplyUsedAfterReturn);

    public override void Register(RuleRegistry registry)
    {
        AcquiringCalls calls = registry.CallsOf(ResourceKind.PooledReply);
        registry.OnAcquisition(operation =>
        {
            if (calls.TryGet(operation) is { } obligation
                && (UsedAfterReturnRule.Check(operation.Operation, obligation) ?? Unreturned(operation, obligation, registry.Contexts) ?? Forgotten(operation, obligation, registry)) is { } found)
            {
                operation.ReportDiagnostic(found);
            }
        });
    }

    private static Diagnostic? Forgotten(OperationAnalysisContext context, Obligation obligation, RuleRegistry registry)
        => !registry.Contexts.IsTest(context.ContainingSymbol) && ForgetfulOwner.MemberOf(obligation, context.ContainingSymbol, registry.Types, context.CancellationToken) is { } member
            ? NotReturnedRule.Forgotten(context.Operation, obligation, member)
            : null;

    private static Diagnostic? Unreturned(OperationAnalysisContext context, Obligation obligation, CallContexts contexts)
    {
        // A test that drops a reply checks that a substitute was called.
        return obligation.IsDiscarded && contexts.IsTest(context.ContainingSymbol)
            ? null
            : NotReturnedRule.Check(context.Operation, obligation);
    }
}
