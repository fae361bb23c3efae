using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace RedisGuard.CodeFixes.Editing;

/// <summary>Removes the using directives that only removed code needed. Those that nothing needed before stay: they are the author's.</summary>
internal static class UnusedUsings
{
    private const string Unnecessary = "CS8019";

    public static async Task<Document> RemoveAsync(Document before, Document after, CancellationToken cancellationToken)
    {
        if (await before.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } old
            || await after.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } changed
            || !LosesNames(old, changed)
            || HasOtherBranches(changed))
        {
            return after;
        }

        List<string> idle = [.. (await UnnecessaryAsync(before, old, cancellationToken).ConfigureAwait(false)).Select(TextOf)];
        UsingDirectiveSyntax[] gone =
        [
            .. (await UnnecessaryAsync(after, changed, cancellationToken).ConfigureAwait(false)).Where(directive => !idle.Remove(TextOf(directive))),
        ];
        if (gone.Length == 0)
        {
            return after;
        }

        // What the change needs comes in first, as the host would bring it: it goes where the others stand.
        HashSet<string> texts = [.. gone.Select(TextOf)];
        after = await ImportAdder.AddImportsAsync(after, Simplifier.AddImportsAnnotation, cancellationToken: cancellationToken).ConfigureAwait(false);
        after = await Simplifier.ReduceAsync(after, Simplifier.Annotation, cancellationToken: cancellationToken).ConfigureAwait(false);
        after = await Formatter.FormatAsync(after, SyntaxAnnotation.ElasticAnnotation, cancellationToken: cancellationToken).ConfigureAwait(false);
        changed = (await after.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        changed = changed.ReplaceNodes(changed.GetAnnotatedNodes(Simplifier.AddImportsAnnotation), (_, node) => node.WithoutAnnotations(Simplifier.AddImportsAnnotation));
        changed = Layout.Settled(changed);
        return after.WithSyntaxRoot(Without(changed, [.. changed.DescendantNodes().OfType<UsingDirectiveSyntax>().Where(directive => texts.Contains(TextOf(directive)))]));
    }

    // A directive loses its last use only with a name.
    private static bool LosesNames(SyntaxNode old, SyntaxNode changed)
    {
        var left = new HashSet<string>(Names(changed), StringComparer.Ordinal);
        return Names(old).Any(name => !left.Contains(name));
    }

    private static IEnumerable<string> Names(SyntaxNode root) =>
        root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText);

    // What another framework or configuration compiles may need it.
    private static bool HasOtherBranches(SyntaxNode root) => root.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.IfDirectiveTrivia));

    private static async Task<IEnumerable<UsingDirectiveSyntax>> UnnecessaryAsync(Document document, SyntaxNode root, CancellationToken cancellationToken)
    {
        SemanticModel? model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return model is null
            ? []
            : model.GetDiagnostics(cancellationToken: cancellationToken)
                .Where(diagnostic => diagnostic.Id == Unnecessary)
                .Select(diagnostic => root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<UsingDirectiveSyntax>())
                .OfType<UsingDirectiveSyntax>()
                .Where(directive => directive.GlobalKeyword.IsKind(SyntaxKind.None));
    }

    private static string TextOf(UsingDirectiveSyntax directive) => directive.WithoutTrivia().ToString();

    private static SyntaxNode Without(SyntaxNode root, UsingDirectiveSyntax[] gone)
    {
        root = root.TrackNodes(gone.AsEnumerable());
        foreach (UsingDirectiveSyntax directive in gone)
        {
            // A file's head stands before its first directive.
            UsingDirectiveSyntax current = root.GetCurrentNode(directive)!;
            if (current.GetLeadingTrivia() is var leading && leading.IsWorthKeeping())
            {
                SyntaxToken next = current.GetLastToken().GetNextToken(includeZeroWidth: true);
                root = root.ReplaceToken(next, next.WithLeadingTrivia(leading.Concat(next.LeadingTrivia)));
            }

            root = root.RemoveNode(root.GetCurrentNode(directive)!, SyntaxRemoveOptions.KeepNoTrivia)!;
        }

        return root is CompilationUnitSyntax file ? WithoutGap(file) : root;
    }

    // One blank line sets the code apart from the directives before it, and none from nothing.
    private static CompilationUnitSyntax WithoutGap(CompilationUnitSyntax file)
    {
        SyntaxToken code = file.Usings.Count > 0 ? file.Usings.Last().GetLastToken().GetNextToken(includeZeroWidth: true) : file.GetFirstToken(includeZeroWidth: true);
        SyntaxTriviaList leading = code.LeadingTrivia;
        if (file.Usings.Count == 0 && leading.IsWorthKeeping())
        {
            return file;
        }

        int blank = leading.TakeWhile(Layout.IsEndOfLine).Count();
        return file.ReplaceToken(code, code.WithLeadingTrivia(leading.Skip(Math.Max(blank - Math.Min(file.Usings.Count, 1), 0))));
    }
}
