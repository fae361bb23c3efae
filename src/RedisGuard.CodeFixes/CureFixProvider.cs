using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace RedisGuard.CodeFixes;

/// <summary>
/// Offers one cure for the diagnostics that name it. The providers are exported without <c>[Shared]</c>: that attribute would bind
/// this assembly to one version of System.Composition, which the host may not have, and they hold no state to share.
/// </summary>
public abstract class CureFixProvider : CodeFixProvider
{
    private protected CureFixProvider(string cure) => Cure = AllCures.Named(cure);

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => Cure.RuleIds;

    internal ICure Cure { get; }

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
                && AllCures.NamedBy(diagnostic).Contains(Cure)
                && Cure.SiteAt(root, span) is { } site
                && await Cure.TryCleanlyAsync(context.Document, site, context.CancellationToken).ConfigureAwait(false) is { } changed)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(Cure.Title, _ => Task.FromResult(changed.Project.Solution), equivalenceKey: Cure.Name), diagnostic);
            }
        }
    }
}
