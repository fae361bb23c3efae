using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Pictures;

/// <summary>Looks at one source through the analyzers and the fixes: the first fault, every choice offered for it, what the first one changes.</summary>
internal static class LightBulb
{
    private const int MostPreviewLines = 14;
    private const int AroundChange = 1;

    public static async Task<EditorView> LookAsync(string fileName, string source, TestSetup setup)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject("Shown", LanguageNames.CSharp)
            .WithCompilationOptions(setup.CompilationOptions)
            .WithParseOptions(setup.ParseOptions)
            .WithMetadataReferences(setup.ReferencesWith(Library.Newest));
        foreach ((string name, string text) in setup.AmbientFiles.Concat(setup.Files))
        {
            project = project.AddDocument(name, text).Project;
        }

        var document = project.AddDocument(fileName, source);
        var reports = await Analysis.RunAsync((await document.Project.GetCompilationAsync(cancellationToken))!, AllAnalyzers.Create(), cancellationToken);
        var report = reports.Where(found => found.Location.SourceTree?.FilePath is "" or null || found.Location.SourceTree.FilePath.EndsWith(fileName, StringComparison.Ordinal))
            .Where(found => !found.IsSuppressed && found.Id.StartsWith("RG", StringComparison.Ordinal))
            .OrderBy(found => found.Location.SourceSpan.Start).First();
        var choices = await ChoicesAsync(document, report);
        var changes = await choices[0].GetOperationsAsync(cancellationToken);
        var changed = changes.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        var place = report.Location.GetLineSpan().Span;
        return new EditorView(
            fileName,
            await ColoredAsync(document),
            place.Start.Line,
            place.Start.Character,
            place.End.Line == place.Start.Line ? place.End.Character - place.Start.Character : 20,
            report.Id,
            report.GetMessage(System.Globalization.CultureInfo.InvariantCulture),
            [.. choices.Select(choice => choice.Title)],
            [.. Preview(source, (await changed.GetTextAsync(cancellationToken)).ToString())]);
    }

    private static async Task<List<CodeAction>> ChoicesAsync(Document document, Diagnostic report)
    {
        var choices = new List<CodeAction>();
        string[] order = report.Properties.TryGetValue(RedisGuard.Analyzers.Rules.Fixes.Key, out string? cures) ? cures!.Split(',') : [];
        foreach (var type in typeof(PoolFixProvider).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider))))
        {
            var provider = (CodeFixProvider)Activator.CreateInstance(type)!;
            if (provider.FixableDiagnosticIds.Contains(report.Id))
            {
                await provider.RegisterCodeFixesAsync(new CodeFixContext(document, report, (action, _) => choices.Add(action), TestContext.Current.CancellationToken));
            }
        }

        return [.. choices.OrderBy(choice => Array.IndexOf(order, choice.EquivalenceKey))];
    }

    private static async Task<IReadOnlyList<IReadOnlyList<ColoredText>>> ColoredAsync(Document document)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var text = await document.GetTextAsync(cancellationToken);
        var model = (await document.GetSemanticModelAsync(cancellationToken))!;
        var root = (await document.GetSyntaxRootAsync(cancellationToken))!;
        var pieces = root.DescendantTokens().Select(token => (token.Span, Kind: KindOf(token, model)))
            .Concat(root.DescendantTrivia().Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)).Select(trivia => (trivia.Span, Kind: CodeKind.Comment)))
            .Where(piece => piece.Span.Length > 0)
            .OrderBy(piece => piece.Span.Start)
            .ToLookup(piece => text.Lines.GetLineFromPosition(piece.Span.Start).LineNumber);
        return
        [
            .. text.Lines.Select(line => (IReadOnlyList<ColoredText>)
                [.. pieces[line.LineNumber].Select(piece => new ColoredText(piece.Span.Start - line.Start, text.ToString(piece.Span), piece.Kind))]),
        ];
    }

    private static CodeKind KindOf(SyntaxToken token, SemanticModel model)
    {
        if (token.IsKeyword() || token.IsContextualKeyword() || (token.ValueText == "var" && token.Parent is Microsoft.CodeAnalysis.CSharp.Syntax.IdentifierNameSyntax { IsVar: true }))
        {
            return CodeKind.Keyword;
        }

        if (!token.IsKind(SyntaxKind.IdentifierToken))
        {
            return token.Value is not null && token.Parent is Microsoft.CodeAnalysis.CSharp.Syntax.LiteralExpressionSyntax ? CodeKind.Literal : CodeKind.Plain;
        }

        var symbol = model.GetSymbolInfo(token.Parent!).Symbol ?? model.GetDeclaredSymbol(token.Parent!);
        return symbol switch
        {
            ITypeSymbol or IMethodSymbol { MethodKind: MethodKind.Constructor } => CodeKind.TypeName,
            IMethodSymbol => CodeKind.Method,
            _ => CodeKind.Plain,
        };
    }

    // The longest common lines stay, with a line of them around each change; what is too long for a preview is cut.
    private static IEnumerable<(char Sign, string Text)> Preview(string before, string after)
    {
        var all = Compare(before.TrimEnd().Split('\n'), after.TrimEnd().Split('\n')).ToList();
        var shown = Enumerable.Range(0, all.Count)
            .Where(index => Enumerable.Range(index - AroundChange, (2 * AroundChange) + 1).Any(near => near >= 0 && near < all.Count && all[near].Sign != ' '))
            .ToList();
        int last = -1;
        int count = 0;
        foreach (int index in shown)
        {
            if (count++ == MostPreviewLines || (last >= 0 && index != last + 1))
            {
                yield return (' ', "…");
            }

            if (count > MostPreviewLines)
            {
                yield break;
            }

            yield return all[index];
            last = index;
        }
    }

    private static IEnumerable<(char Sign, string Text)> Compare(string[] before, string[] after)
    {
        int[][] common = [.. Enumerable.Range(0, before.Length + 1).Select(_ => new int[after.Length + 1])];
        for (int one = before.Length - 1; one >= 0; one--)
        {
            for (int other = after.Length - 1; other >= 0; other--)
            {
                common[one][other] = before[one] == after[other] ? common[one + 1][other + 1] + 1 : Math.Max(common[one + 1][other], common[one][other + 1]);
            }
        }

        int left = 0;
        int right = 0;
        while (left < before.Length || right < after.Length)
        {
            if (left < before.Length && right < after.Length && before[left] == after[right])
            {
                yield return (' ', before[left++]);
                right++;
            }
            else if (left < before.Length && (right == after.Length || common[left + 1][right] >= common[left][right + 1]))
            {
                yield return ('-', before[left++]);
            }
            else
            {
                yield return ('+', after[right++]);
            }
        }
    }
}
