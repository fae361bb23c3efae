using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace RedisGuard.CodeFixes.Tests.Shapes;

/// <summary>Asks for the light bulb's offers for a report.</summary>
internal static class Offers
{
    public static ImmutableArray<CodeFixProvider> Providers { get; } =
    [
        .. typeof(PoolFixProvider).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type))
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    /// <summary>The action of one provider; null where it offers none.</summary>
    public static async Task<CodeAction?> OfAsync(CodeFixProvider provider, Document document, Diagnostic report)
    {
        CodeAction? offered = null;
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, report, (action, _) => offered ??= action, TestContext.Current.CancellationToken));
        return offered;
    }
}
