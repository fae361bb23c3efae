using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes;

/// <summary>Applies a fix without the using directives that only the removed code needed.</summary>
internal static class CleanFix
{
    public static async Task<Document?> TryCleanlyAsync(this IFix fix, Document document, SyntaxNode site, CancellationToken cancellationToken) =>
        await fix.TryApplyAsync(document, site, cancellationToken).ConfigureAwait(false) is { } changed
            ? await UnusedUsings.RemoveAsync(document, changed, cancellationToken).ConfigureAwait(false)
            : null;
}
