using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>RG1004: a field that may hold a connection gets a fresh one, and nobody closes the old.</summary>
internal sealed class ReplacedWithoutClosingRule : IConnectionRule
{
    public Diagnostic? Judge(Opening opening)
    {
        if (opening.Context.IsTest
            || opening.Member is not IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) } method
            || Filled(opening, out Escape? escape) is not { } member)
        {
            return StaleEntry.Of(opening) is { } dictionary
                ? OpeningDiagnostic.Create(Descriptors.ReplacedWithoutClosing, opening, SharingCures.For(opening), dictionary)
                : null;
        }

        MemberOwnership ownership = opening.Types.Of(method.ContainingType, member, default);
        return MayReplace(opening, method, member, ownership) && !ClosesOld(opening.Operation, method, ownership, escape)
            ? OpeningDiagnostic.Create(Descriptors.ReplacedWithoutClosing, opening, CuresOf(opening), member.Name)
            : null;
    }

    /// <summary>The member that gets the connection, or a <c>Lazy</c> that will open it.</summary>
    private static ISymbol? Filled(Opening opening, out Escape? escape)
    {
        escape = opening.Obligation.Escapes.FirstOrDefault(candidate => candidate.Kind == EscapeKind.Member && candidate.Role != Role.View);
        ISymbol? kept = opening.Obligation.Escapes.Any(candidate => candidate.Kind == EscapeKind.Member) && escape is null ? null : StoredOpening.MemberOf(opening);
        return kept is null ? null : escape?.Member ?? kept;
    }

    /// <summary>Closing the old one keeps the author's design. Where the pool is referenced it would leave a connection beside the pool.</summary>
    private static ImmutableArray<string> CuresOf(Opening opening)
    {
        ImmutableArray<string> sharing = SharingCures.For(opening);
        return opening.CanUsePool ? sharing : sharing.Insert(0, Cures.SwapThenClose);
    }

    private static bool MayReplace(Opening opening, IMethodSymbol method, ISymbol member, MemberOwnership ownership)
    {
        FillGuard guard = FillGuard.Of(opening.Operation, member);
        if (guard.ChecksForStale)
        {
            return true;
        }

        if (guard.ChecksForNull || FillMethods.IsFirstFill(method))
        {
            return false;
        }

        // No question asked: it replaces if some other code of the type fills the member too.
        return ownership.Fills.Any(fill => !IsIn(fill, opening.Operation, method) && IsOpening(fill.Operation, opening));
    }

    /// <summary>A fill by assignment of what is opened there; a fill from a parameter says nothing of who owns it.</summary>
    private static bool IsOpening(IOperation fill, Opening opening)
        => fill.DescendantsAndSelf().Any(part => part.SemanticModel is { } model && Acquisitions.IsAcquiring(part, opening.Symbols.Connections, model));

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
                return swap.Parent is not IExpressionStatementOperation;
            }
        }

        // Stored by a swap further on, through a local: what the swap gives back is looked at by the type's account.
        return escape?.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax swapped
            && swapped.Parent is not Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionStatementSyntax;
    }
}
