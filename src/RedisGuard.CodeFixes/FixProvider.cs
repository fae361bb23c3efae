using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace RedisGuard.CodeFixes;

/// <summary>
/// Offers one fix for the diagnostics that name it. The providers are exported without <c>[Shared]</c>: that attribute would bind
/// this assembly to one version of System.Composition, which the host may not have, and they hold no state to share.
/// </summary>
public abstract class FixProvider : CodeFixProvider
{
    private protected FixProvider(string fix) => Fix = AllFixes.Named(fix);

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => Fix.RuleIds;

    internal IFix Fix { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => SequentialFixAll.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            TextSpan span = diagnostic.Location.SourceSpan;
            if (root is not null
                && root.FullSpan.Contains(span)
                && AllFixes.NamedBy(diagnostic).Contains(Fix)
                && Fix.SiteAt(root, span) is { } site
                && await Fix.TryCleanlyAsync(context.Document, site, context.CancellationToken).ConfigureAwait(false) is { } changed)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(Fix.Title, _ => Task.FromResult(changed.Project.Solution), equivalenceKey: Fix.Name), diagnostic);
            }
        }
    }
}
