using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Locks;

/// <summary>Locks that stay taken, that are released in vain, or that nobody asks for (RG3006–RG3008).</summary>
internal sealed class LockRules : RuleFamily
{
    public override ImmutableArray<DiagnosticDescriptor> Reports { get; } = ImmutableArray.Create(
        Descriptors.LockNotReleased, Descriptors.LockReleasedWithAnotherToken, Descriptors.LockResultIgnored);

    public override void Register(RuleRegistry registry)
    {
        RedisSymbols symbols = registry.Symbols;
        var notReleased = new NotReleasedRule(symbols, new OwnershipEngine(symbols, symbols.Model[ResourceKind.Lock], registry.Types, take => new LockKeys(take, symbols)));
        registry.OnOperation(operation => Analyze(operation, notReleased, symbols, registry.Contexts), OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context, NotReleasedRule notReleased, RedisSymbols symbols, CallContexts contexts)
    {
        var call = (IInvocationOperation)context.Operation;
        bool isTake = LockCalls.IsTake(call, symbols);
        if ((!isTake && !LockCalls.IsRelease(call, symbols)) || contexts.IsTest(context.ContainingSymbol))
        {
            return;
        }

        if ((isTake ? ResultIgnoredRule.Check(call) ?? notReleased.Check(call, context) : AnotherTokenRule.Check(call, symbols)) is { } found)
        {
            context.ReportDiagnostic(found);
        }
    }
}
