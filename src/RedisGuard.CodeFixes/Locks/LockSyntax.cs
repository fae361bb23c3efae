using System.Collections.Generic;
using System.Collections.Immutable;
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
    public static IReadOnlyList<StatementSyntax>? ReleasesIn(IEnumerable<StatementSyntax> code, InvocationExpressionSyntax take, SiteContext context)
    {
        var statements = new List<StatementSyntax>();
        foreach (InvocationExpressionSyntax release in code.SelectMany(statement => statement.DescendantNodes(node => !Acquisition.IsFunction(node))).OfType<InvocationExpressionSyntax>())
        {
            if (!(IsRelease(release) ? HaveSameKey(take, release) : IsHelper(release, take, context)))
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

    private static bool IsRelease(InvocationExpressionSyntax call) => NameOf(call) is "LockRelease" or "LockReleaseAsync";

    /// <summary>A method of this file that releases the lock: by the key that it is given, or by the same words.</summary>
    private static bool IsHelper(InvocationExpressionSyntax call, InvocationExpressionSyntax take, SiteContext context)
        => context.SymbolOf(call) is IMethodSymbol { DeclaringSyntaxReferences: [{ } declared], Parameters: var parameters }
            && declared.SyntaxTree == context.Root.SyntaxTree
            && declared.GetSyntax(context.CancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>().Where(IsRelease).ToArray() is [{ } release]
            && (GivenFor(release, call, parameters) is { } key ? SyntaxFactory.AreEquivalent(take.ArgumentList.Arguments[0].Expression, key) : HaveSameKey(take, release));

    /// <summary>What the caller gives for the parameter that is the release's key; null where the key is no parameter.</summary>
    private static ExpressionSyntax? GivenFor(InvocationExpressionSyntax release, InvocationExpressionSyntax call, ImmutableArray<IParameterSymbol> parameters)
        => release.ArgumentList.Arguments.FirstOrDefault()?.Expression is IdentifierNameSyntax name
            && parameters.FirstOrDefault(parameter => parameter.Name == name.Identifier.ValueText) is { } given
            && call.ArgumentList.Arguments.ElementAtOrDefault(given.Ordinal) is { NameColon: null } argument
                ? argument.Expression
                : null;

    /// <summary>With the <c>db?</c> before it.</summary>
    private static ExpressionSyntax Whole(InvocationExpressionSyntax call)
        => call.Expression is MemberBindingExpressionSyntax && call.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } access ? access : call;

    // The analyzer has compared what the keys mean; where they are written differently, this one is another lock's for all we know.
    private static bool HaveSameKey(InvocationExpressionSyntax take, InvocationExpressionSyntax release)
        => take.ArgumentList.Arguments.Count > 0 && release.ArgumentList.Arguments.Count > 0
            && SyntaxFactory.AreEquivalent(take.ArgumentList.Arguments[0].Expression, release.ArgumentList.Arguments[0].Expression);
}
