using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes;

/// <summary>
/// Offers one cure for the diagnostics that name it. The providers are exported without <c>[Shared]</c>: that attribute would bind
/// this assembly to one version of System.Composition, which the host may not have, and they hold no state to share.
/// </summary>
public abstract class CureFixProvider : CodeFixProvider
{
    private readonly ICure _cure;

    private protected CureFixProvider(string cure) => _cure = AllCures.Named(cure);

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => _cure.RuleIds;

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => SequentialFixAll.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (Array.IndexOf(CuresOf(diagnostic), _cure.Name) < 0)
            {
                continue;
            }

            Document? changed = await TryFixAsync(context.Document, diagnostic.Location.SourceSpan, context.CancellationToken).ConfigureAwait(false);
            if (changed is not null)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(_cure.Title, _ => Task.FromResult(changed.Project.Solution), equivalenceKey: _cure.Name), diagnostic);
            }
        }
    }

    /// <summary>The cure's wording, as the light bulb shows it.</summary>
    internal string Title => _cure.Title;

    /// <summary>Tells whether the analyzer names the cure, as the best or as one that will do where the better ones don't fit.</summary>
    internal bool IsNamedBy(Diagnostic diagnostic) => Array.IndexOf(CuresOf(diagnostic), _cure.Name) >= 0;

    /// <summary>
    /// Whether fixing everything fixes this one with this cure: only where no better one fits, so that a run over a whole solution
    /// (<c>dotnet format analyzers</c>) never picks the second best because it came first.
    /// </summary>
    internal async Task<bool> IsBestForAsync(Diagnostic diagnostic, Document document, TextSpan span, CancellationToken cancellationToken)
    {
        foreach (string better in CuresOf(diagnostic).TakeWhile(name => name != _cure.Name))
        {
            if (AllCures.Find(better) is { } cure && await TryAsync(cure, document, span, cancellationToken).ConfigureAwait(false) is not null)
            {
                return false;
            }
        }

        return true;
    }

    internal async Task<Document?> TryFixAsync(Document document, TextSpan span, CancellationToken cancellationToken) =>
        await TryAsync(_cure, document, span, cancellationToken).ConfigureAwait(false) is { } changed
            ? await UnusedUsings.RemoveAsync(document, changed, cancellationToken).ConfigureAwait(false)
            : null;

    internal SyntaxNode? SiteAt(SyntaxNode root, TextSpan span) => _cure.SiteAt(root, span);

    private static async Task<Document?> TryAsync(ICure cure, Document document, TextSpan span, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        return root is not null && root.FullSpan.Contains(span) && cure.SiteAt(root, span) is { } site
            ? await cure.TryApplyAsync(document, site, cancellationToken).ConfigureAwait(false)
            : null;
    }

    private static string[] CuresOf(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(Cures.Key, out string? cures) && cures is not null ? cures.Split(',') : [];
}
