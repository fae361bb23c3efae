using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Registrations;

/// <summary>
/// The names that stand in calls like <c>AddScoped&lt;ICart, Cart&gt;()</c>: what none of them names needn't wait for the end of the
/// compilation to be told of, and so is told while it is typed. Read once for each file, as an editor changes one at a time. Thread-safe.
/// </summary>
internal static class ShortLivedNames
{
    // What one of the calls is written with, whole or in part.
    private static readonly string[] s_words = { "Scoped", "Transient", "Register", "Describe", "ServiceDescriptor" };

    private static readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> s_known = new();

    /// <summary>Whether any file may register the type as scoped, transient or in a way whose lifetime is said elsewhere.</summary>
    public static bool Contain(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
        => compilation.SyntaxTrees.Any(tree => s_known.GetValue(tree, read => Read(read, cancellationToken)).Contains(type.Name));

    private static HashSet<string> Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (!s_words.Any(word => WrittenNames.IsIn(tree, word, cancellationToken)))
        {
            return names;
        }

        foreach (SyntaxNode node in tree.GetRoot(cancellationToken).DescendantNodes())
        {
            bool mayRegister = node switch
            {
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: { } name } } => IsRegistering(name),
                InvocationExpressionSyntax { Expression: SimpleNameSyntax { Identifier.ValueText: { } name } } => IsRegistering(name),
                ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.ValueText: "ServiceDescriptor" } } => true,
                _ => false,
            };
            if (mayRegister)
            {
                names.UnionWith(node.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText));
            }
        }

        return names;
    }

    private static bool IsRegistering(string name)
        => name.EndsWith("Scoped", StringComparison.Ordinal)
            || name.EndsWith("Transient", StringComparison.Ordinal)
            || name is "Register" or "RegisterType" or "Describe" or "DescribeKeyed";
}
