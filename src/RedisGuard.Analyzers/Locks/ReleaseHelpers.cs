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
    public static bool Release(IInvocationOperation call, IOperation key)
        => call.TargetMethod.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax())
            .Where(declaration => !LockCalls.MentionsTake(declaration))
            .SelectMany(declaration => declaration.DescendantNodes())
            .OfType<InvocationExpressionSyntax>()
            .Where(inner => NameOf(inner) is { } name && LockCalls.IsReleaseName(name))
            .Any(release => KeyOf(release) is { } released && IsOf(released, call, key));

    /// <summary>The parameter that the caller gives the key for, or the same words where they mean the same.</summary>
    private static bool IsOf(ExpressionSyntax released, IInvocationOperation call, IOperation key)
        => released is IdentifierNameSyntax name && Given(call, name) is { } given
            ? LockValues.AreSame(key, given)
            : SharesScope(call, key)
                && SyntaxFactory.AreEquivalent(released, LockValues.Source(key).Syntax)
                && released.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().All(word => Given(call, word) is not { } argument || SyntaxFactory.AreEquivalent(argument.Unwrapped().Syntax, word));

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
