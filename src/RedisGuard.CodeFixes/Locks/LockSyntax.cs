using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Closing;

namespace RedisGuard.CodeFixes.Locks;

/// <summary>The calls that take and release a lock, in the text of a function.</summary>
internal static class LockSyntax
{
    /// <summary>The statements that release the lock of a take within some code; null where a release is part of something larger.</summary>
    public static IReadOnlyList<StatementSyntax>? ReleasesIn(IEnumerable<StatementSyntax> code, InvocationExpressionSyntax take)
    {
        var statements = new List<StatementSyntax>();
        foreach (InvocationExpressionSyntax release in code.SelectMany(statement => statement.DescendantNodes(node => !Acquisition.IsFunction(node))).OfType<InvocationExpressionSyntax>())
        {
            if (NameOf(release) is not ("LockRelease" or "LockReleaseAsync") || !HaveSameKey(take, release))
            {
                continue;
            }

            if (ClosingCall.StatementOf(Whole(release)) is not { } statement)
            {
                return null;
            }

            statements.Add(statement);
        }

        return statements;
    }

    public static string? NameOf(InvocationExpressionSyntax call)
        => call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            _ => null,
        };

    /// <summary>With the <c>db?</c> before it.</summary>
    private static ExpressionSyntax Whole(InvocationExpressionSyntax call)
        => call.Expression is MemberBindingExpressionSyntax && call.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } access ? access : call;

    // The analyzer has compared what the keys mean; where they are written differently, this one is another lock's for all we know.
    private static bool HaveSameKey(InvocationExpressionSyntax take, InvocationExpressionSyntax release)
        => take.ArgumentList.Arguments.Count > 0 && release.ArgumentList.Arguments.Count > 0
            && SyntaxFactory.AreEquivalent(take.ArgumentList.Arguments[0].Expression, release.ArgumentList.Arguments[0].Expression);
}
