using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Options;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Locks;

/// <summary>
/// RG3006: a lock that its function releases, but not on every path. Where the function doesn't release it at all,
/// somebody else does, or it is meant to expire.
/// </summary>
internal sealed class NotReleasedRule
{
    private readonly RedisSymbols _symbols;
    private readonly OwnershipEngine _engine;
    private readonly TakingHelpers _helpers;

    public NotReleasedRule(RedisSymbols symbols, OwnershipEngine engine, TakingHelpers helpers)
    {
        _symbols = symbols;
        _engine = engine;
        _helpers = helpers;
    }

    /// <summary>Tells whether a call takes a lock by a helper.</summary>
    public bool IsByHelper(IInvocationOperation call, CancellationToken cancellationToken) => _helpers.Of(call, cancellationToken) is { IsByHelper: true };

    public Diagnostic? Check(IInvocationOperation take, OperationAnalysisContext context)
    {
        if (_helpers.Of(take, context.CancellationToken) is not { } taken || (LockResults.Of(take) != LockResult.Tested && !IsTakenApart(take)))
        {
            return null;
        }

        IReadOnlyList<IInvocationOperation> releases = new LockReleases(taken, _symbols).Matching;
        if (releases.Count == 0 && !taken.IsByHelper && AnotherKeys.ReleaseOf(take, _symbols, context.CancellationToken) is { } wrong)
        {
            // Which of the two keys is meant, the rule doesn't know: that is for a hand to mend.
            string release = wrong.TargetMethod.Name;
            return Diagnostic.Create(
                Descriptors.LockNotReleased,
                take.Syntax.GetLocation(),
                new[] { wrong.Syntax.GetLocation() },
                take.TargetMethod.Name,
                $"by '{release}', which is given another key",
                "give both the same key, and release it in a finally");
        }

        return releases.Count > 0
            && !releases.All(release => LockCalls.IsRelease(release, _symbols) && AnotherTokenRule.IsInVain(release, _symbols))
            && _engine.Find(take, context.GetControlFlowGraph, context.ContainingSymbol, ExceptionPaths.All, context.CancellationToken) is { Leaks.Count: > 0 } held
            && !IsHandedOver(held, taken, releases, context)
                ? Diagnostic.Create(
                    Descriptors.LockNotReleased,
                    take.Syntax.GetLocation(),
                    releases.Select(release => release.Syntax.GetLocation()),
                    taken.IsByHelper ? null : ImmutableDictionary<string, string?>.Empty.Add(Fixes.Key, Fixes.ReleaseInFinally),
                    take.TargetMethod.Name,
                    held.Leaks.Any(IsByException) ? "when the code throws, also by cancellation" : "on a path that returns early",
                    "release it in a finally")
                : null;
    }

    private static bool IsByException(LeakKind kind) => kind is LeakKind.Throw or LeakKind.UnwrittenException or LeakKind.Cancelled or LeakKind.Swallowed;

    /// <summary>Tells whether somebody else has the lock where the function is left with it: its caller is told so, or another method releases it.</summary>
    private static bool IsHandedOver(Obligation held, TakenLock taken, IReadOnlyList<IInvocationOperation> releases, OperationAnalysisContext context)
        => (held.Escapes.Any(escape => escape.Kind == EscapeKind.Return) && !releases.Any(EndsWhatItAnswers))
            || (!held.Leaks.All(IsByException) && !KeepsTokenToItself(taken) && IsReleasedElsewhere(taken, releases, context));

    /// <summary>A <c>finally</c> that releases whatever its <c>try</c> returns: who is told «true» there has no lock, so nobody can take the answer for one.</summary>
    private static bool EndsWhatItAnswers(IInvocationOperation release)
    {
        IOperation statement = release;
        while (statement.Parent is IAwaitOperation or IConversionOperation or IInvocationOperation or IExpressionStatementOperation)
        {
            statement = statement.Parent;
        }

        return statement.Parent is IBlockOperation { Parent: ITryOperation { Body: var work, Finally: { } end } } && end == statement.Parent
            && work.DescendantsOutsideFunctions().Any(operation => operation is IReturnOperation { ReturnedValue: { } given } && given.ConstantValue is not { HasValue: true, Value: false });
    }

    /// <summary><c>var (taken, token) = await LockAsync(key);</c></summary>
    private static bool IsTakenApart(IOperation taken)
    {
        IOperation current = taken;
        while (current.Parent is IAwaitOperation or IConversionOperation || (current.Parent is IInvocationOperation { TargetMethod: { } method } && TaskMembers.IsPassThrough(method)))
        {
            current = current.Parent;
        }

        return current.Parent is IDeconstructionAssignmentOperation;
    }

    /// <summary>
    /// A pair of methods, one that locks and one that unlocks, that the function is a half of. One that does both has a lock of its own. A helper that
    /// unlocks for this function is none of them, but what else calls it may be.
    /// </summary>
    private static bool IsReleasedElsewhere(TakenLock taken, IReadOnlyList<IInvocationOperation> releases, OperationAnalysisContext context)
    {
        SyntaxNode own = LockCalls.Function(taken.Call).Syntax;
        HashSet<string> helpers = taken.IsByHelper ? new(releases.Select(release => release.TargetMethod.Name)) : new();
        return context.ContainingSymbol.ContainingType is { } type && type.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(context.CancellationToken))
            .SelectMany(declaration => declaration.DescendantNodes())
            .Any(node => node is SimpleNameSyntax name
                && (LockCalls.IsReleaseName(name.Identifier.ValueText) || helpers.Contains(name.Identifier.ValueText))
                && !own.Span.Contains(name.Span)
                && name.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } other
                && !(other is MethodDeclarationSyntax method && helpers.Contains(method.Identifier.ValueText))
                && !LockCalls.MentionsTake(other));
    }

    /// <summary>A token that is made for this lock, in a variable that the function doesn't give back: nobody else can release with it.</summary>
    private static bool KeepsTokenToItself(TakenLock taken)
        => taken.Token?.Unwrapped() is ILocalReferenceOperation token
            && LockValues.Source(token).IsFresh()
            && !taken.Call.Root().Descendants().OfType<ILocalReferenceOperation>().Any(use =>
                SymbolEqualityComparer.Default.Equals(use.Local, token.Local) && IsGivenAway(use));

    private static bool IsGivenAway(IOperation token)
    {
        for (IOperation current = token; current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case IReturnOperation or IObjectCreationOperation or ITupleOperation or IAnonymousFunctionOperation or ILocalFunctionOperation:
                case IAssignmentOperation { Target: not ILocalReferenceOperation }:
                    return true;
                case IInvocationOperation call:
                    return !LockCalls.IsTakeName(call.TargetMethod.Name) && !LockCalls.IsReleaseName(call.TargetMethod.Name) && call.TargetMethod.DeclaringSyntaxReferences.Length > 0;
                case IExpressionStatementOperation or IBlockOperation:
                    return false;
            }
        }

        return false;
    }
}
