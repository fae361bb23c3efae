using System.Collections.Generic;
using System.Collections.Immutable;
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
        var provider = (CureFixProvider)fixAllContext.CodeFixProvider;
        var work = new List<(DocumentId Document, Diagnostic[] Diagnostics)>();
        foreach (Document document in Documents(fixAllContext))
        {
            ImmutableArray<Diagnostic> diagnostics = await fixAllContext.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            Diagnostic[] fitting = [.. diagnostics.Where(provider.IsNamedBy).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
            if (fitting.Length > 0)
            {
                work.Add((document.Id, fitting));
            }
        }

        // Where there is nothing for this cure, the action changes nothing: dotnet format says of each provider without an action
        // that it was unable to fix, although another provider has the cure.
        return CodeAction.Create(
            provider.Title,
            cancellationToken => FixAsync(fixAllContext.Solution, work, provider, cancellationToken),
            fixAllContext.CodeActionEquivalenceKey);
    }

    private static async Task<Solution> FixAsync(
        Solution solution,
        List<(DocumentId Document, Diagnostic[] Diagnostics)> work,
        CureFixProvider provider,
        CancellationToken cancellationToken)
    {
        foreach ((DocumentId id, Diagnostic[] diagnostics) in work)
        {
            Document fixedDocument = await FixAsync(solution.GetDocument(id)!, diagnostics, provider, cancellationToken).ConfigureAwait(false);
            solution = fixedDocument.Project.Solution;
        }

        return solution;
    }

    private static async Task<Document> FixAsync(
        Document document, IEnumerable<Diagnostic> diagnostics, CureFixProvider provider, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        var sites = new Dictionary<SyntaxNode, Diagnostic>();
        foreach (Diagnostic diagnostic in diagnostics)
        {
            if (provider.SiteAt(root, diagnostic.Location.SourceSpan) is { } site && !sites.ContainsKey(site))
            {
                sites.Add(site, diagnostic);
            }
        }

        Document untouched = document;
        bool isFixed = false;
        document = document.WithSyntaxRoot(root.TrackNodes(sites.Keys));
        foreach (KeyValuePair<SyntaxNode, Diagnostic> site in sites)
        {
            SyntaxNode currentRoot = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            if (currentRoot.GetCurrentNode(site.Key) is { } current
                && await provider.IsBestForAsync(site.Value, document, current.Span, cancellationToken).ConfigureAwait(false)
                && await provider.TryFixAsync(document, current.Span, cancellationToken).ConfigureAwait(false) is { } changed)
            {
                document = changed;
                isFixed = true;
            }
        }

        // The very document, not one with the marks in it: the next provider finds its diagnostics by their trees.
        return isFixed ? document : untouched;
    }

    private static IEnumerable<Document> Documents(FixAllContext context) => context.Scope switch
    {
        FixAllScope.Document when context.Document is not null => [context.Document],
        FixAllScope.Project => context.Project.Documents,
        FixAllScope.Solution => context.Solution.Projects.SelectMany(project => project.Documents),
        _ => [],
    };
}
