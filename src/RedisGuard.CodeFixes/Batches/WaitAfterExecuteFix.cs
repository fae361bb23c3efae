using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Batches;

/// <summary>
/// Moves a wait below the <c>Execute</c> of the same block. Where the command is queued in the wait itself, it stays where it
/// is and a variable keeps its task.
/// </summary>
internal sealed class WaitAfterExecuteFix : SiteFix
{
    public WaitAfterExecuteFix()
        : base(Fixes.WaitAfterExecute, "Wait after 'Execute'", Descriptors.WaitsBeforeSent.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (Place(context) is not { } place || DeclaresWhatIsUsed(place, context))
        {
            return false;
        }

        SyntaxTrivia lineEnd = Layout.LineEnd(edit.Root);
        StatementSyntax moved = place.Wait;
        var replacement = new List<StatementSyntax>();
        if (QueueUse.Mentions(place.Wait, place.Batch, context.Model, context.CancellationToken))
        {
            if (place.Wait is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax)
                || Waited(context.Site) is not { } command
                || QueueUse.NameFor(place.Wait) is not { } name)
            {
                return false;
            }

            replacement.Add(QueueUse.Capture(name, command).WithTriviaFrom(place.Wait).WithLineEnd(lineEnd));
            moved = place.Wait.ReplaceNode(command, IdentifierName(name)).WithoutTrivia();
        }

        moved = moved.WithLeadingTrivia(moved.GetLeadingTrivia().SkipWhile(Layout.IsEndOfLine)).WithLineEnd(lineEnd);
        if (replacement.Count > 0)
        {
            moved = moved.OnLineLike(place.Wait, lineEnd);
        }

        edit.Replace(place.Target, current => ((StatementSyntax)current).WithLineEnd(lineEnd));
        edit.Root = edit.Root.InsertNodesAfter(edit.Current(place.Target)!, [moved]);
        if (replacement.Count > 0)
        {
            edit.Root = edit.Root.ReplaceNode(edit.Current(place.Wait)!, replacement);
        }
        else
        {
            edit.Root = edit.Root.RemoveNode(edit.Current(place.Wait)!, SyntaxRemoveOptions.KeepNoTrivia)!;
        }

        return true;
    }

    // The statement with the wait, what sends further down in the same block, and the statement to go below.
    private static (StatementSyntax Wait, ILocalSymbol Batch, StatementSyntax Target)? Place(SiteContext context)
    {
        foreach (StatementSyntax statement in context.Site.AncestorsAndSelf().OfType<StatementSyntax>())
        {
            if (statement.Parent is not BlockSyntax block)
            {
                continue;
            }

            int index = block.Statements.IndexOf(statement);
            for (int i = index + 1; i < block.Statements.Count; i++)
            {
                if (Sent(block.Statements[i], context) is { } batch)
                {
                    return block.Statements[i] is ReturnStatementSyntax or ThrowStatementSyntax ? null : (statement, batch, AfterWaits(block, i));
                }
            }

            if (Acquisition.IsFunction(block.Parent!))
            {
                return null;
            }
        }

        return null;
    }

    // Waits that were moved before stay in their order.
    private static StatementSyntax AfterWaits(BlockSyntax block, int index)
    {
        while (index + 1 < block.Statements.Count
            && block.Statements[index + 1] is ExpressionStatementSyntax { Expression: AwaitExpressionSyntax { Expression: IdentifierNameSyntax } })
        {
            index++;
        }

        return block.Statements[index];
    }

    private static ILocalSymbol? Sent(StatementSyntax statement, SiteContext context) => statement
        .DescendantNodesAndSelf(node => !Acquisition.IsFunction(node))
        .OfType<InvocationExpressionSyntax>()
        .Where(call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Execute" or "ExecuteAsync" })
        .Select(call => context.SymbolOf(((MemberAccessExpressionSyntax)call.Expression).Expression) as ILocalSymbol)
        .FirstOrDefault(local => local is not null && QueueUse.IsBatch(local.Type));

    private static bool DeclaresWhatIsUsed((StatementSyntax Wait, ILocalSymbol Batch, StatementSyntax Target) place, SiteContext context)
    {
        if (place.Wait is not LocalDeclarationStatementSyntax declaration || place.Wait.Parent is not BlockSyntax block)
        {
            return false;
        }

        foreach (VariableDeclaratorSyntax variable in declaration.Declaration.Variables)
        {
            if (context.Model.GetDeclaredSymbol(variable, context.CancellationToken) is { } declared
                && block.Statements
                    .Where(statement => statement.SpanStart > place.Wait.SpanStart && statement.SpanStart <= place.Target.SpanStart)
                    .Any(statement => QueueUse.Mentions(statement, declared, context.Model, context.CancellationToken)))
            {
                return true;
            }
        }

        return false;
    }

    // The task that the marked expression waits for.
    private static ExpressionSyntax? Waited(SyntaxNode wait) => wait switch
    {
        AwaitExpressionSyntax awaited => Unconfigured(awaited.Expression),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result => result.Expression,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.Identifier.ValueText switch
        {
            "Wait" => access.Expression,
            "GetResult" => ((access.Expression as InvocationExpressionSyntax)?.Expression as MemberAccessExpressionSyntax)?.Expression,
            _ => null,
        },
        _ => null,
    };

    private static ExpressionSyntax Unconfigured(ExpressionSyntax task) =>
        task is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } access } ? access.Expression : task;
}
