using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes;

/// <summary>Applies a cure without the using directives that only the removed code needed.</summary>
internal static class CleanCure
{
    public static async Task<Document?> TryCleanlyAsync(this ICure cure, Document document, SyntaxNode site, CancellationToken cancellationToken) =>
        await cure.TryApplyAsync(document, site, cancellationToken).ConfigureAwait(false) is { } changed
            ? await UnusedUsings.RemoveAsync(document, changed, cancellationToken).ConfigureAwait(false)
            : null;
}
