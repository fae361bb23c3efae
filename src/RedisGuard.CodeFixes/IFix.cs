using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RedisGuard.CodeFixes;

/// <summary>A change that takes the fault out of the one place that a diagnostic marks.</summary>
internal interface IFix
{
    /// <summary>The name in the diagnostic's <c>Fixes</c> property, and the equivalence key of the fix.</summary>
    string Name { get; }

    string Title { get; }

    /// <summary>The rules whose diagnostics may name the fix.</summary>
    ImmutableArray<string> RuleIds { get; }

    /// <summary>Tells what stands at the diagnostic's place, in the form that <see cref="TryApplyAsync"/> takes; null where the fix has no use for it.</summary>
    SyntaxNode? SiteAt(SyntaxNode root, TextSpan span);

    /// <summary>The document with the place fixed, or null where the fix doesn't fit.</summary>
    Task<Document?> TryApplyAsync(Document document, SyntaxNode site, CancellationToken cancellationToken);
}
