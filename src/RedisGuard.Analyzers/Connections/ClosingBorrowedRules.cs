using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Origins;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>RG1007: code that closes a connection it didn't open, or makes a scope close a shared one.</summary>
internal sealed class ClosingBorrowedRules : RuleFamily
{
    public override ImmutableArray<DiagnosticDescriptor> Reports { get; } = ImmutableArray.Create(Descriptors.ClosingBorrowed);

    /// <summary>What an object closes of another type's: whether it is the process's only one, registrations tell.</summary>
    public override void Register(RuleRegistry registry)
    {
        RedisSymbols symbols = registry.Symbols;
        var borrowed = new BorrowedConnections(registry.Provenance);
        registry.OnOperation(
            operation => AnalyzeInvocation(operation, registry, borrowed),
            OperationKind.Invocation);
        registry.OnOperation(
            operation => AnalyzeUsing(operation, ((IUsingOperation)operation.Operation).Resources, registry, borrowed),
            OperationKind.Using);
        registry.OnOperation(
            operation => AnalyzeUsing(operation, ((IUsingDeclarationOperation)operation.Operation).DeclarationGroup, registry, borrowed),
            OperationKind.UsingDeclaration);
    }

    private static void AnalyzeInvocation(OperationAnalysisContext context, RuleRegistry registry, BorrowedConnections borrowed)
    {
        RedisSymbols symbols = registry.Symbols;
        var invocation = (IInvocationOperation)context.Operation;
        if (invocation.Instance is { } instance && (symbols.Connections.EffectOf(invocation.TargetMethod) == MemberEffect.Releases || IsPoolsEnd(invocation, symbols) || IsAsDisposable(invocation)))
        {
            Report(context, invocation, Behind(instance), registry, borrowed);
        }
        else if (SharedRegistration.ReturnedShared(invocation, symbols) is { } shared && !registry.Contexts.Of(invocation, context.ContainingSymbol, context.CancellationToken).IsTest)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.ClosingBorrowed,
                shared.Syntax.GetLocation(),
                $"at the end of each {(RegistrationCall.LifetimeOf(invocation.TargetMethod) == ServiceLifetime.Scoped ? "scope" : "resolving scope")} is the shared one that this factory returns"));
        }
    }

    private static bool IsPoolsEnd(IInvocationOperation invocation, RedisSymbols symbols)
        => DisposalMembers.IsDisposal(invocation.TargetMethod) && symbols.IsPool(invocation.TargetMethod.ContainingType);

    private static bool IsAsDisposable(IInvocationOperation invocation)
        => DisposalMembers.IsDisposal(invocation.TargetMethod) && invocation.Instance is ILocalReferenceOperation { Type.Name: "IDisposable" or "IAsyncDisposable" };

    /// <summary><c>if (redis is IDisposable disposable) { disposable.Dispose(); }</c></summary>
    private static IOperation Behind(IOperation closed)
        => closed is ILocalReferenceOperation { Type.Name: "IDisposable" or "IAsyncDisposable" } local && LocalSources.Of(local) is { AreAll: true, Values: [{ } only] } ? only : closed;

    private static void AnalyzeUsing(
        OperationAnalysisContext context, IOperation resources, RuleRegistry registry, BorrowedConnections borrowed)
    {
        if (resources is IVariableDeclarationGroupOperation group)
        {
            foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(declaration => declaration.Declarators))
            {
                if (declarator.Initializer is { Value: { } value })
                {
                    Report(context, value, value, registry, borrowed);
                }
            }
        }
        else
        {
            Report(context, resources, resources, registry, borrowed);
        }
    }

    private static void Report(
        OperationAnalysisContext context, IOperation place, IOperation connection, RuleRegistry registry, BorrowedConnections borrowed)
    {
        RedisSymbols symbols = registry.Symbols;
        ITypeSymbol? closed = connection.WithoutPlumbing().Type;
        if (symbols.IsConnection(closed) || symbols.Connections.IsTaskOfResource(closed) || symbols.IsPool(closed))
        {
            ReportBorrowed(context, place, connection, registry, borrowed);
        }
    }

    private static void ReportBorrowed(
        OperationAnalysisContext context, IOperation place, IOperation connection, RuleRegistry registry, BorrowedConnections borrowed)
    {
        // Most that is closed is the code's own: how often it runs is asked last, as that may look for callers.
        var frequency = new Lazy<CallContext>(() => registry.Contexts.Of(place, context.ContainingSymbol, context.CancellationToken), isThreadSafe: false);
        if (borrowed.Origin(connection, place, context.ContainingSymbol, frequency, context.CancellationToken) is not { } origin
            || OwnershipFlags.Guard(place)
            || ShutdownCode.Contains(place)
            || frequency.Value.Frequency == OpeningFrequency.ProcessLife)
        {
            return;
        }

        // «await using var scope = redis.ConfigureAwait(false)» without its using would leave a variable for nothing.
        bool isWrapped = place is IInvocationOperation { TargetMethod: { } method } && TaskMembers.IsPassThrough(method) && place.Parent is IVariableInitializerOperation;
        var fault = Diagnostic.Create(
            Descriptors.ClosingBorrowed,
            place.Syntax.GetLocation(),
            isWrapped ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(Fixes.Key, Fixes.LeaveOpen),
            origin.Words);
        INamedTypeSymbol type = context.ContainingSymbol.ContainingType;
        registry.Take(Verdict.Now(origin.IsCopy && registry.Registrations.Of(type) == ServiceLifetime.Singleton ? null : fault), context.ReportDiagnostic);
    }
}
