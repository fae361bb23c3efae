using System.Collections.Immutable;
using System.Threading;
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
        ResourceModel model = symbols.Model[ResourceKind.Lock];
        var helpers = new TakingHelpers(symbols, new OwnershipEngine(symbols, model, registry.Types, take => new LockKeys(take, symbols)));
        var notReleased = new NotReleasedRule(
            symbols, new OwnershipEngine(symbols, model, registry.Types, take => new LockKeys(take, symbols, call => helpers.Of(call, CancellationToken.None))), helpers);
        registry.OnOperation(operation => Analyze(operation, notReleased, symbols, registry.Contexts), OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context, NotReleasedRule notReleased, RedisSymbols symbols, CallContexts contexts)
    {
        var call = (IInvocationOperation)context.Operation;
        bool isTake = LockCalls.IsTake(call, symbols);
        bool isRelease = !isTake && LockCalls.IsRelease(call, symbols);
        if ((!isTake && !isRelease && !notReleased.IsByHelper(call, context.CancellationToken)) || contexts.IsTest(context.ContainingSymbol))
        {
            return;
        }

        if ((isRelease ? AnotherTokenRule.Check(call, symbols) : (isTake ? ResultIgnoredRule.Check(call) : null) ?? notReleased.Check(call, context)) is { } found)
        {
            context.ReportDiagnostic(found);
        }
    }
}
