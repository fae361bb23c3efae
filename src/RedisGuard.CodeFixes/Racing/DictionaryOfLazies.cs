using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Closing;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Racing;

/// <summary>
/// A private <c>ConcurrentDictionary&lt;K, V&gt;</c> that is filled by <c>GetOrAdd</c> gets Lazy values: the factory may still run
/// twice then, but what it makes opens nothing, and only the Lazy that was kept is ever asked for its value.
/// </summary>
internal static class DictionaryOfLazies
{
    public static bool TryApply(TrackedEdit edit, SiteContext context)
    {
        if ((Factory.ArgumentAt(context.Site) ?? Value(context.Site)) is not { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } } }
            || PrivateField.Of(context.SymbolOf(access.Expression), context) is not { } field
            || field.Symbol.Type is not INamedTypeSymbol { Name: "ConcurrentDictionary", TypeArguments: [_, { Name: not "Lazy" } value] }
            || LazyCreation.TypeOf(value, context) is not { } lazy)
        {
            return false;
        }

        DictionaryUse?[] uses = [.. field.Uses.Select(use => DictionaryUse.Of(use, lazy, context))];
        if (uses.Any(use => use is null))
        {
            return false;
        }

        // Each of them: what one of several methods adds is kept in a Lazy, too.
        if (uses.Any(use => use!.Factory is { } factory && !Patience.TryGive(edit, factory, context)))
        {
            return false;
        }

        foreach (GenericNameSyntax name in field.Declaration.DescendantNodes().OfType<GenericNameSyntax>().Where(IsDictionary).ToList())
        {
            edit.Replace(name.TypeArgumentList.Arguments[1], current => lazy.WithTriviaFrom(current));
        }

        foreach (DictionaryUse? use in uses)
        {
            use!.Rewrite(edit);
        }

        return true;
    }

    /// <summary>The opened connection itself, given as a value.</summary>
    private static ArgumentSyntax? Value(SyntaxNode site) =>
        site is InvocationExpressionSyntax call ? ClosingCall.WithoutCasts(call).Parent as ArgumentSyntax : null;

    private static bool IsDictionary(GenericNameSyntax name) =>
        name is { Identifier.ValueText: "ConcurrentDictionary", TypeArgumentList.Arguments.Count: 2 };
}
