using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>RG1004: a field that may hold a connection gets a fresh one, and nobody closes the old.</summary>
internal sealed class ReplacedWithoutClosingRule : IConnectionRule
{
    public Finding Check(Opening opening)
    {
        if (opening.Context.IsTest)
        {
            return Finding.None;
        }

        if ((opening.Obligation.Replaced ?? ReplacedByNextTurn(opening)) is { } local)
        {
            return OpeningDiagnostic.Create(Descriptors.ReplacedWithoutClosing, opening, SharingFixes.For(opening), local.Name);
        }

        if (opening.Member is not IMethodSymbol { MethodKind: not MethodKind.StaticConstructor } method || Filled(opening, out Escape? escape) is not { } member)
        {
            return (ReplacedEntry.Of(opening) ?? ReplacedArray.Of(opening) ?? ReplacedInOther(opening)) is { } collection
                ? OpeningDiagnostic.Create(Descriptors.ReplacedWithoutClosing, opening, SharingFixes.For(opening), collection)
                : Finding.None;
        }

        // What a constructor fills is new, unless all instances share it, or a handler that is set up there fills it later.
        if (method.MethodKind == MethodKind.Constructor && !IsInHandler(opening) && (!member.IsStatic || SingletonTypes.IsKnown(method.ContainingType)))
        {
            return Finding.None;
        }

        MemberOwnership ownership = opening.Types.Of(method.ContainingType, member, default);
        if (!MayReplace(opening, method, member, ownership) || ClosesOld(opening.Operation, method, ownership, escape) || AskingCallers.Close(opening, method, ownership))
        {
            return Finding.None;
        }

        return method.MethodKind == MethodKind.Constructor && !IsInHandler(opening) && opening.IsOfSingleton
            ? Finding.None
            : OpeningDiagnostic.Create(Descriptors.ReplacedWithoutClosing, opening, FixesOf(opening), member.Name);
    }

    /// <summary>The variable, outside of the loop, in which a later try of the same call puts its connection over the one before; the last is looked after.</summary>
    private static ILocalSymbol? ReplacedByNextTurn(Opening opening)
        => opening.Obligation is { IsCollected: false, Holder: { DeclaringSyntaxReferences: [{ Span: var declared }] } holder, Leaks: var leaks }
            && leaks.Contains(LeakKind.NextTurn)
            && !leaks.Any(leak => leak is LeakKind.Exit or LeakKind.OutOfScope)
            && opening.Operation.Syntax.Ancestors().FirstOrDefault(node => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax) is { } loop
            && !loop.Span.Contains(declared)
                ? holder
                : null;

    /// <summary><c>if (!_state.Redis.IsConnected) { _state.Redis = Connect(…); }</c>: the same for a member of an object that others have, too.</summary>
    private static string? ReplacedInOther(Opening opening)
        => OthersPlace.Of(opening) is { Holder: { } holder } place
            && opening.Member is IMethodSymbol method
            && (method.MethodKind != MethodKind.Constructor || IsInHandler(opening))
            && (FillGuard.Of(opening.Operation, holder) is { ChecksForStale: var asksState, ChecksForNull: var asksNull } && (asksState || (!asksNull && (IsInHandler(opening) || IsRepeated(opening)))))
            && !ClosesOld(opening.Operation, method, opening.Types.Of(method.ContainingType, holder, default), escape: null)
                ? place.Member.Name
                : null;

    /// <summary>The member that gets the connection, or a <c>Lazy</c> that will open it.</summary>
    private static ISymbol? Filled(Opening opening, out Escape? escape)
    {
        escape = opening.Obligation.Escapes.FirstOrDefault(candidate => candidate.Kind == EscapeKind.Member && candidate.Alias != AliasKind.View);
        ISymbol? kept = opening.Obligation.Escapes.Any(candidate => candidate.Kind == EscapeKind.Member) && escape is null ? null : StoredOpening.MemberOf(opening);
        return kept is null ? null : escape?.Member ?? kept;
    }

    /// <summary>Closing the old one keeps the author's design. Where the pool is referenced it would leave a connection beside the pool.</summary>
    private static ImmutableArray<string> FixesOf(Opening opening)
    {
        ImmutableArray<string> sharing = SharingFixes.For(opening);
        return opening.CanUsePool ? sharing : sharing.Insert(0, Fixes.SwapThenClose);
    }

    private static bool MayReplace(Opening opening, IMethodSymbol method, ISymbol member, MemberOwnership ownership)
    {
        var guard = FillGuard.Of(opening.Operation, member);
        if (guard.ChecksForStale)
        {
            return true;
        }

        if (guard.ChecksForNull)
        {
            return false;
        }

        if (guard.TakenBack is { } flag && ForgottenFill.Is(flag, opening, member, ownership))
        {
            return true;
        }

        if (IsInHandler(opening) || IsDroppedSwap(opening.Operation) || IsRepeated(opening) || (member.IsStatic && IsRunAgain(opening, method)))
        {
            return true;
        }

        if (AskingCallers.Replace(opening, method, member, ownership))
        {
            return true;
        }

        // No question asked: it replaces if some other code of the type fills the member too.
        return !FillMethods.IsFirstFill(method) && ownership.Fills.Any(fill => !IsIn(fill, opening.Operation, method) && OpeningFills.Contain(fill, opening));
    }

    /// <summary>Whether the code is known to run again: for each request, or for each instance that is made.</summary>
    private static bool IsRunAgain(Opening opening, IMethodSymbol method)
        => (method.MethodKind == MethodKind.Constructor && (opening.Context.Frequency is OpeningFrequency.Unknown or OpeningFrequency.PerCall || (IsInLazy(opening) && !TypeRole.IsHosted(method.ContainingType))))
            || opening.Context is { Frequency: OpeningFrequency.PerCall, IsPresumed: false, OutsideLoop: null };

    /// <summary>A <c>Lazy</c> opens once; but each instance that puts another one over it opens again.</summary>
    private static bool IsInLazy(Opening opening)
    {
        IOperation? current = opening.Operation.Parent;
        while (current is not null and not IObjectCreationOperation and not IBlockOperation { Parent: not IAnonymousFunctionOperation })
        {
            current = current.Parent;
        }

        return current is IObjectCreationOperation { Type.Name: "Lazy" or "AsyncLazy" };
    }

    /// <summary>Whether the call stands in what is run for each event, tick or change.</summary>
    private static bool IsInHandler(Opening opening)
    {
        for (IOperation? current = opening.Operation.Parent; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation)
            {
                return opening.Context is { Frequency: OpeningFrequency.PerCall, IsPresumed: false };
            }
        }

        return false;
    }

    /// <summary>A loop that turns for good: each turn replaces what the one before put in.</summary>
    private static bool IsRepeated(Opening opening)
    {
        for (IOperation current = opening.Operation; current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case IBlockOperation block when block.Operations.SkipWhile(statement => statement != current).Skip(1).Any(Leaves):
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return false;
                case IWhileLoopOperation loop when current == loop.Body:
                    return loop.Condition is null or { ConstantValue: { HasValue: true, Value: true } } || loop.Condition.DescendantsAndSelf().Any(IsTimed);
                case IForLoopOperation loop when current == loop.Body:
                    return loop.Condition is null || loop.Condition.DescendantsAndSelf().Any(IsTimed);
                case IForEachLoopOperation loop when current == loop.Body:
                    return loop.IsAsynchronous || loop.Collection.DescendantsAndSelf().Any(IsTimed);
            }
        }

        return false;
    }

    private static bool Leaves(IOperation statement) => statement is IReturnOperation or IThrowOperation or IBranchOperation { BranchKind: BranchKind.Break };

    /// <summary><c>await timer.WaitForNextTickAsync()</c>, <c>token.IsCancellationRequested</c>, <c>token.WaitHandle.WaitOne(…)</c>, <c>changes.GetConsumingEnumerable()</c>.</summary>
    private static bool IsTimed(IOperation condition)
        => condition is IInvocationOperation { TargetMethod.Name: "WaitForNextTickAsync" or "WaitToReadAsync" or "WaitOne" or "Wait" or "GetConsumingEnumerable" } or IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" };

    /// <summary><c>Interlocked.Exchange(ref _m, Connect());</c>: what it gives back is dropped.</summary>
    private static bool IsDroppedSwap(IOperation operation)
    {
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IInvocationOperation { TargetMethod: { Name: "Exchange" } method } swap when AtomicMembers.IsAtomic(method):
                    return Dropped.Is(swap);
                case IAnonymousFunctionOperation or IBlockOperation:
                    return false;
            }
        }

        return false;
    }

    private static bool IsIn(MemberUse use, IOperation operation, IMethodSymbol method)
        => SymbolEqualityComparer.Default.Equals(use.Member, method)
            || SymbolEqualityComparer.Default.Equals(use.Member, method.AssociatedSymbol)
            || use.Operation.Syntax.Span.Contains(operation.Syntax.Span);

    /// <summary>Closed here, handed to something that may close it, or swapped out by a call whose result is used.</summary>
    private static bool ClosesOld(IOperation operation, IMethodSymbol method, MemberOwnership ownership, Escape? escape)
        => ownership.Releases.Any(release => IsIn(release, operation, method))
            || ownership.HandOvers.Any(handOver => IsIn(handOver, operation, method) && HandsOverOld(handOver.Operation, operation))
            || CallsReleasingMethod(operation, ownership)
            || IsUsedSwap(operation, escape);

    /// <summary>Before the new one is in its place, or under another name: <c>var old = _m; _m = Connect(); Close(old);</c></summary>
    private static bool HandsOverOld(IOperation handOver, IOperation operation)
    {
        if (handOver.Syntax.Span.Contains(operation.Syntax.Span))
        {
            return false;
        }

        IOperation given = handOver is IArgumentOperation argument ? argument.Value : handOver;
        while (given is IConversionOperation conversion)
        {
            given = conversion.Operand;
        }

        return given is not IMemberReferenceOperation || handOver.Syntax.SpanStart < operation.Syntax.SpanStart;
    }

    private static bool CallsReleasingMethod(IOperation operation, MemberOwnership ownership)
    {
        return operation.Root().Descendants().OfType<IInvocationOperation>().Any(call =>
            ownership.Releases.Any(release => SymbolEqualityComparer.Default.Equals(release.Member, call.TargetMethod.OriginalDefinition)));
    }

    private static bool IsUsedSwap(IOperation operation, Escape? escape)
    {
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            if (current is IInvocationOperation swap && AtomicMembers.IsAtomic(swap.TargetMethod))
            {
                return !Dropped.Is(swap);
            }
        }

        // Stored by a swap further on, through a local: what the swap gives back is looked at by the type's account.
        return escape?.Syntax is InvocationExpressionSyntax swapped
            && swapped.Parent is not ExpressionStatementSyntax;
    }
}
