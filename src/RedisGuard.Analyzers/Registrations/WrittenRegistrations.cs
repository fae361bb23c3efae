using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Registrations;

/// <summary>
/// The calls of a file that may register a service, by their names: <c>AddScoped&lt;ICart, Cart&gt;()</c>. Read once for each file, as
/// an editor changes one at a time. Thread-safe.
/// </summary>
internal static class WrittenRegistrations
{
    // What one of the calls is written with, whole or in part: most files have none of them.
    private static readonly string[] s_words = { "Scoped", "Transient", "Singleton", "HostedService", "Register", "Describe", "ServiceDescriptor" };

    private static readonly ConditionalWeakTable<SyntaxTree, WrittenRegistration[]> s_known = new();

    public static WrittenRegistration[] In(SyntaxTree tree, CancellationToken cancellationToken)
        => s_known.GetValue(tree, read => Read(read, cancellationToken));

    private static WrittenRegistration[] Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!s_words.Any(word => WrittenNames.IsIn(tree, word, cancellationToken)))
        {
            return Array.Empty<WrittenRegistration>();
        }

        SyntaxNode root = tree.GetRoot(cancellationToken);
        IReadOnlyDictionary<string, string> aliases = AliasesIn(root);
        return root.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(MayRegister).Select(call => WrittenRegistration.Of(call, aliases)).ToArray();
    }

    /// <summary><c>using Cart = Shop.Baskets.Basket;</c></summary>
    private static Dictionary<string, string> AliasesIn(SyntaxNode root)
    {
        var aliases = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (UsingDirectiveSyntax directive in root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<UsingDirectiveSyntax>())
        {
            if (directive is { Alias.Name.Identifier.ValueText: { } alias, Name: { } target })
            {
                aliases[alias] = target.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Last().Identifier.ValueText;
            }
        }

        return aliases;
    }

    private static bool MayRegister(InvocationExpressionSyntax call)
        => WrittenNames.NameOf(call.Expression) switch
        {
            "AddHostedService" or "Register" or "RegisterType" or "Describe" or "DescribeKeyed" or NinjectRegistration.SingletonWord => true,
            "Add" or "TryAdd" or "Replace" => call.ArgumentList.Arguments.Any(argument => argument.Expression is BaseObjectCreationExpressionSyntax),
            { } name => name.EndsWith("Scoped", StringComparison.Ordinal) || name.EndsWith("Transient", StringComparison.Ordinal) || name.EndsWith("Singleton", StringComparison.Ordinal),
            null => false,
        };
}
