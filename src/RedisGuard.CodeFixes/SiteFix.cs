using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes;

/// <summary>
/// A change that may reach further than the function it starts in: to a registration, a field and its other uses, the owner's
/// Dispose. It is offered only where the compiler finds nothing new to say about the whole changed file.
/// </summary>
internal abstract class SiteFix : IFix
{
    protected SiteFix(string name, string title, params string[] ruleIds)
    {
        Name = name;
        Title = title;
        RuleIds = ImmutableArray.Create(ruleIds);
    }

    public string Name { get; }

    public string Title { get; }

    public ImmutableArray<string> RuleIds { get; }

    public SyntaxNode? SiteAt(SyntaxNode root, TextSpan span) => root.FindNode(span, getInnermostNodeForTie: true);

    public async Task<Document?> TryApplyAsync(Document document, SyntaxNode site, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        SemanticModel? model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
        {
            return null;
        }

        var edit = new TrackedEdit(root, Reach(root, site));
        if (!Apply(edit, new SiteContext(document, root, model, site, cancellationToken)) || !edit.TrySettle())
        {
            return null;
        }

        Document changed = document.WithSyntaxRoot(edit.Root);
        return await CompilerVerdict.AcceptsAsync(document, changed, cancellationToken).ConfigureAwait(false) ? changed : null;
    }

    /// <param name="edit">The file to change.</param>
    /// <param name="context">The place.</param>
    /// <returns>False where the fix doesn't fit.</returns>
    protected abstract bool Apply(TrackedEdit edit, SiteContext context);

    // Another part of the type may stand beside it.
    private static IEnumerable<SyntaxNode> Reach(SyntaxNode root, SyntaxNode site) =>
        site.Ancestors().OfType<BaseTypeDeclarationSyntax>().LastOrDefault() is { } type && !type.Modifiers.Any(SyntaxKind.PartialKeyword)
            ? type.DescendantNodesAndSelf()
            : root.DescendantNodes();
}
