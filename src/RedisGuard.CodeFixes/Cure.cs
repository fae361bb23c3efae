using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes;

/// <summary>
/// A change that takes the fault out of one connecting call. It is offered only where the compiler finds nothing new to say
/// about the changed code, so what a cure can't know (conversions, overloads, members of the class only) it need not ask.
/// </summary>
internal abstract class Cure
{
    protected Cure(string name, string title)
    {
        Name = name;
        Title = title;
    }

    /// <summary>The name in the diagnostic's <c>Cures</c> property, and the equivalence key of the fix.</summary>
    public string Name { get; }

    public string Title { get; }

    /// <summary>The document with the call cured, or null where the cure doesn't fit.</summary>
    public async Task<Document?> TryApplyAsync(Document document, InvocationExpressionSyntax call, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        SemanticModel? model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (root is null || model is null || Acquisition.Find(call, model, cancellationToken) is not { } acquisition)
        {
            return null;
        }

        var context = new CureContext(document, root, model, acquisition, cancellationToken);
        TrackedEdit? edit = Edit(context, awaiting: false);
        if (edit is not null && LosesItsLastAwait(acquisition, edit))
        {
            edit = Edit(context, awaiting: true);
        }

        if (edit is null)
        {
            return null;
        }

        Document changed = document.WithSyntaxRoot(edit.Root);
        return await CompilerVerdict.AcceptsAsync(context, edit, changed).ConfigureAwait(false) ? changed : null;
    }

    /// <param name="edit">The file to change.</param>
    /// <param name="context">The call.</param>
    /// <param name="awaiting">Whether the connection must be awaited, because its function would be async for nothing otherwise (CS1998).</param>
    /// <returns>False where the cure doesn't fit.</returns>
    protected abstract bool Apply(TrackedEdit edit, CureContext context, bool awaiting);

    private TrackedEdit? Edit(CureContext context, bool awaiting)
    {
        SyntaxNode member = context.Acquisition.Member;
        var edit = new TrackedEdit(context.Root, member.AncestorsAndSelf().Concat(member.DescendantNodes()));
        if (!Apply(edit, context, awaiting))
        {
            return null;
        }

        edit.Settle();
        return edit;
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
