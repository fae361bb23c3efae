using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes;

/// <summary>Asks the compiler whether a change brought an error or a warning that the code didn't have before.</summary>
internal static class CompilerVerdict
{
    /// <summary>Marks what a change added outside the member it changed, and wants checked with it.</summary>
    public static readonly SyntaxAnnotation Added = new();

    public static async Task<bool> AcceptsAsync(FixContext context, TrackedEdit edit, Document changed)
    {
        SemanticModel? model = await changed.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        SyntaxNode? root = await changed.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (model is null || root is null || edit.Current(context.Acquisition.Member) is not { } member)
        {
            return false;
        }

        Dictionary<string, int> before = Count(context.Model.GetDiagnostics(context.Acquisition.Member.Span, context.CancellationToken));
        IEnumerable<Diagnostic> found = root.GetAnnotatedNodes(Added).Select(node => node.Span).Append(member.Span)
            .SelectMany(span => model.GetDiagnostics(span, context.CancellationToken));
        return AddsNothing(before, Count(found));
    }

    public static async Task<bool> AcceptsAsync(Document document, Document changed, CancellationToken cancellationToken)
    {
        SemanticModel? before = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        SemanticModel? after = await changed.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return before is not null && after is not null
            && AddsNothing(Count(before.GetDiagnostics(cancellationToken: cancellationToken)), Count(after.GetDiagnostics(cancellationToken: cancellationToken)));
    }

    /// <summary>The same of the other files, of this project and those that refer to it, that mention a name.</summary>
    public static async Task<bool> AcceptsElsewhereAsync(Document document, Document changed, string name, CancellationToken cancellationToken)
    {
        Solution before = document.Project.Solution;
        IEnumerable<ProjectId> reached = before.GetProjectDependencyGraph().GetProjectsThatTransitivelyDependOnThisProject(document.Project.Id).Prepend(document.Project.Id);
        foreach (Document other in reached.SelectMany(id => before.GetProject(id)!.Documents).Where(other => other.Id != document.Id))
        {
            SyntaxNode? root = await other.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
            if (root?.DescendantTokens().Any(token => token.ValueText == name) == true
                && !await AcceptsAsync(other, changed.Project.Solution.GetDocument(other.Id)!, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AddsNothing(Dictionary<string, int> before, Dictionary<string, int> after) =>
        after.All(found => before.TryGetValue(found.Key, out int count) && found.Value <= count);

    private static Dictionary<string, int> Count(IEnumerable<Diagnostic> diagnostics) => diagnostics
        .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed)
        .GroupBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
}
