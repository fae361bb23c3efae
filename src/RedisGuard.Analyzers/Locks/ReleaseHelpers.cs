using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Locks;

/// <summary>
/// Methods and local functions that release a lock for their callers: <c>Task UnlockAsync(string key) => db.LockReleaseAsync(key, _token)</c>.
/// By their text, since only functions that take a lock themselves get here.
/// </summary>
internal static class ReleaseHelpers
{
    /// <summary>Whether a call of such a helper releases the lock of a key.</summary>
    public static bool Release(IInvocationOperation call, TakenLock taken)
        => call.TargetMethod.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax())
            .Where(declaration => !LockCalls.MentionsTake(declaration))
            .SelectMany(declaration => declaration.DescendantNodes())
            .OfType<InvocationExpressionSyntax>()
            .Where(inner => NameOf(inner) is { } name && LockCalls.IsReleaseName(name))
            .Any(release => KeyOf(release) is { } released && IsOf(released, call, taken));

    /// <summary>The parameter that the caller gives the key for, or the same words where they mean the same.</summary>
    private static bool IsOf(ExpressionSyntax released, IInvocationOperation call, TakenLock taken)
        => released is IdentifierNameSyntax name && Given(call, name) is { } given && taken.Key is { } known
            ? LockValues.AreSame(known, given)
            : LockCalls.Key(taken.Take) is { } key
                && SharesScope(call, key)
                && SyntaxFactory.AreEquivalent(released, LockValues.Source(key).Syntax)
                && released.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().All(word => MeansTheSame(word, call, taken));

    /// <summary>Tells whether a word of the release's key stands for what it stands for in the take's: both helpers are given the same for it.</summary>
    private static bool MeansTheSame(IdentifierNameSyntax word, IInvocationOperation call, TakenLock taken)
        => (Given(call, word), taken.Given(word.Identifier.ValueText)) switch
        {
            (null, null) => true,
            ({ } argument, null) => !taken.IsByHelper && SyntaxFactory.AreEquivalent(argument.Unwrapped().Syntax, word),
            ({ } argument, { } other) => LockValues.AreSame(argument, other),
            _ => false,
        };

    private static IOperation? Given(IInvocationOperation call, IdentifierNameSyntax name)
        => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == name.Identifier.ValueText)?.Value;

    private static bool SharesScope(IInvocationOperation call, IOperation key)
        => key.SemanticModel?.GetEnclosingSymbol(key.Syntax.SpanStart)?.ContainingType is { } type
            && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, call.TargetMethod.ContainingType?.OriginalDefinition);

    private static ExpressionSyntax? KeyOf(InvocationExpressionSyntax release)
        => (release.ArgumentList.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == "key") ?? release.ArgumentList.Arguments.FirstOrDefault())?.Expression;

    private static string? NameOf(InvocationExpressionSyntax call)
        => call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            _ => null,
        };
}
