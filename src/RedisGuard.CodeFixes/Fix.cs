using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes;

/// <summary>
/// A change that takes the fault out of one acquiring call. It is offered only where the compiler finds nothing new to say
/// about the changed code, so what a fix can't know (conversions, overloads, members of the class only) it need not ask.
/// </summary>
internal abstract class Fix : IFix
{
    protected Fix(string name, string title)
    {
        Name = name;
        Title = title;
    }

    public string Name { get; }

    public string Title { get; }

    public ImmutableArray<string> RuleIds { get; } = ImmutableArray.Create(
        Descriptors.OpenedOutsidePool.Id,
        Descriptors.OpenedPerCall.Id,
        Descriptors.NeverClosed.Id,
        Descriptors.OwnerDoesNotClose.Id,
        Descriptors.ReplacedWithoutClosing.Id,
        Descriptors.RacingCallersLeak.Id,
        Descriptors.ClosedWhileInUse.Id,
        Descriptors.ReplyNotReturned.Id,
        Descriptors.HandleNotDisposed.Id);

    public SyntaxNode? SiteAt(SyntaxNode root, TextSpan span)
    {
        SyntaxNode node = root.FindNode(span, getInnermostNodeForTie: true);
        ExpressionSyntax? initial = node switch
        {
            // A diagnostic about what a member is filled with from the start stands on both.
            VariableDeclaratorSyntax field => field.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };
        return initial is null
            ? node.FirstAncestorOrSelf<InvocationExpressionSyntax>()
            : initial.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>()
                .FirstOrDefault(call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Connect" or "ConnectAsync" });
    }

    public async Task<Document?> TryApplyAsync(Document document, SyntaxNode site, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        SemanticModel? model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (root is null || model is null || site is not InvocationExpressionSyntax call || Acquisition.Find(call, model, cancellationToken, TakesTasks) is not { } acquisition)
        {
            return null;
        }

        var context = new FixContext(document, root, model, acquisition, cancellationToken);

        // Async code goes on not to block; under a lock, say, it can't await.
        return (acquisition is { IsAwaited: false, IsTask: false } && AsyncFunction.IsAround(call) ? await AcceptedAsync(context, awaiting: true).ConfigureAwait(false) : null)
            ?? await AcceptedAsync(context, awaiting: false).ConfigureAwait(false);
    }

    /// <summary>Tells whether the fix has a form for a task of a connection that is kept or given on.</summary>
    protected virtual bool TakesTasks => false;

    /// <param name="edit">The file to change.</param>
    /// <param name="context">The call.</param>
    /// <param name="awaiting">Whether the connection must be awaited, because its function would be async for nothing otherwise (CS1998).</param>
    /// <returns>False where the fix doesn't fit.</returns>
    protected abstract bool Apply(TrackedEdit edit, FixContext context, bool awaiting);

    private async Task<Document?> AcceptedAsync(FixContext context, bool awaiting)
    {
        TrackedEdit? edit = Edit(context, awaiting);
        if (edit is not null && !awaiting && LosesItsLastAwait(context.Acquisition, edit))
        {
            edit = Edit(context, awaiting: true);
        }

        if (edit is null)
        {
            return null;
        }

        Document changed = context.Document.WithSyntaxRoot(edit.Root);
        bool accepted = edit.IsFileWide
            ? await CompilerVerdict.AcceptsAsync(context.Document, changed, context.CancellationToken).ConfigureAwait(false)
            : await CompilerVerdict.AcceptsAsync(context, edit, changed).ConfigureAwait(false);
        accepted = accepted && (edit.Reached is not { } reached || await CompilerVerdict.AcceptsElsewhereAsync(context.Document, changed, reached, context.CancellationToken).ConfigureAwait(false));
        return accepted ? changed : null;
    }

    private TrackedEdit? Edit(FixContext context, bool awaiting)
    {
        SyntaxNode reach = context.Acquisition.Member.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? context.Acquisition.Member;
        var edit = new TrackedEdit(context.Root, reach.AncestorsAndSelf().Concat(reach.DescendantNodes()));
        return Apply(edit, context, awaiting) && edit.TrySettle() ? edit : null;
    }

    private static bool LosesItsLastAwait(Acquisition acquisition, TrackedEdit edit) =>
        Acquisition.FunctionOf(acquisition.Call) is { } function
        && Awaits(function)
        && edit.Current(function) is { } changed
        && !Awaits(changed);

    private static bool Awaits(SyntaxNode function) => function
        .DescendantTokens(node => node == function || !Acquisition.IsFunction(node))
        .Any(token => token.IsKind(SyntaxKind.AwaitKeyword));
}
