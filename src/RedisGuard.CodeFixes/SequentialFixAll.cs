using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace RedisGuard.CodeFixes;

/// <summary>
/// Fixes one place after the other, each seeing what the one before did. The batch fixer applies all to the original and merges
/// the texts: two calls of one type would each add their own field of the same name, two of one method would both move its body.
/// </summary>
internal sealed class SequentialFixAll : FixAllProvider
{
    private SequentialFixAll()
    {
    }

    public static SequentialFixAll Instance { get; } = new();

    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        IFix fix = ((FixProvider)fixAllContext.CodeFixProvider).Fix;
        IFix? chosen = IsBatch(fixAllContext) ? null : fix;
        var work = new List<(DocumentId Document, Diagnostic[] Diagnostics)>();
        foreach (Document document in Documents(fixAllContext))
        {
            Diagnostic[] fitting =
            [
                .. (await fixAllContext.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false))
                    .Where(diagnostic => chosen is null || AllFixes.NamedBy(diagnostic).Contains(chosen))
                    .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start),
            ];
            if (fitting.Length > 0)
            {
                work.Add((document.Id, fitting));
            }
        }

        // Where there is nothing to do, the action changes nothing: dotnet format says of each provider without an action that it
        // was unable to fix, although another one did.
        return CodeAction.Create(
            fix.Title,
            cancellationToken => FixAsync(fixAllContext.Solution, work, chosen, cancellationToken),
            fixAllContext.CodeActionEquivalenceKey);
    }

    // dotnet format works through the providers, and nobody chose one of them. The first that is asked applies every fix: a second
    // one gets no diagnostics any more, because dotnet format keeps them by the project as it was before the first change.
    private static bool IsBatch(FixAllContext context) =>
        context.CodeActionEquivalenceKey is null || context.Solution.Workspace.Kind == WorkspaceKind.MSBuild;

    private static async Task<Solution> FixAsync(
        Solution solution, List<(DocumentId Document, Diagnostic[] Diagnostics)> work, IFix? chosen, CancellationToken cancellationToken)
    {
        foreach ((DocumentId id, Diagnostic[] diagnostics) in work)
        {
            Document fixedDocument = await FixAsync(solution.GetDocument(id)!, diagnostics, chosen, cancellationToken).ConfigureAwait(false);
            solution = fixedDocument.Project.Solution;
        }

        return solution;
    }

    private static async Task<Document> FixAsync(Document document, Diagnostic[] diagnostics, IFix? chosen, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        List<(IFix Fix, SyntaxNode Site)>[] places = [.. diagnostics.Select(diagnostic => Sites(root, diagnostic).ToList())];
        Document fixedDocument = document.WithSyntaxRoot(root.TrackNodes(places.SelectMany(place => place, (_, way) => way.Site).Distinct()));
        var mended = new HashSet<SyntaxNode>();
        foreach (List<(IFix Fix, SyntaxNode Site)> place in places.Where(place => !place.Any(way => mended.Contains(way.Site))))
        {
            if (await BestAsync(fixedDocument, place, chosen, cancellationToken).ConfigureAwait(false) is { } changed)
            {
                fixedDocument = changed;
                mended.UnionWith(place.Select(way => way.Site));
            }
        }

        // The very document, not one with the marks in it: the next provider finds its diagnostics by their trees.
        return mended.Count > 0 ? fixedDocument : document;
    }

    private static IEnumerable<(IFix Fix, SyntaxNode Site)> Sites(SyntaxNode root, Diagnostic diagnostic) =>
        from fix in AllFixes.NamedBy(diagnostic)
        let site = fix.SiteAt(root, diagnostic.Location.SourceSpan)
        where site is not null
        select (fix, site);

    /// <summary>The document with the first fix that fits. Null where none does, and where it isn't the chosen one: the second best is for one place only.</summary>
    private static async Task<Document?> BestAsync(
        Document document, List<(IFix Fix, SyntaxNode Site)> place, IFix? chosen, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        foreach ((IFix fix, SyntaxNode site) in place)
        {
            if (root.GetCurrentNode(site) is { } current
                && await fix.TryCleanlyAsync(document, current, cancellationToken).ConfigureAwait(false) is { } changed)
            {
                return chosen is null || fix == chosen ? changed : null;
            }

            if (fix == chosen)
            {
                return null;
            }
        }

        return null;
    }

    private static IEnumerable<Document> Documents(FixAllContext context) => context.Scope switch
    {
        FixAllScope.Document when context.Document is not null => [context.Document],
        FixAllScope.Project => context.Project.Documents,
        FixAllScope.Solution => context.Solution.Projects.SelectMany(project => project.Documents),
        _ => [],
    };
}
