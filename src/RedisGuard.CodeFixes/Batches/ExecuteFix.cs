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
/// Puts <c>batch.Execute();</c> below the last command that is queued. What takes the command's answer in the same statement
/// takes it after that, from a variable that keeps the task.
/// </summary>
internal sealed class ExecuteFix : SiteFix
{
    public ExecuteFix()
        : base(Fixes.Execute, "Send the queued commands with 'Execute'", Descriptors.NeverSent.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (ClosingLocal(context) is not ({ } local, { Parent: BlockSyntax block } declaration))
        {
            return false;
        }

        List<StatementSyntax> users =
        [
            .. block.Statements
                .Where(statement => statement.SpanStart > declaration.SpanStart && QueueUse.Mentions(statement, local, context.Model, context.CancellationToken)),
        ];
        if (users.Count == 0
            || users.Take(users.Count - 1).Any(user => QueueUse.DirectWaits(user, local, context.Model, context.CancellationToken).Count > 0 || Leaves(user)))
        {
            return false;
        }

        StatementSyntax last = users[users.Count - 1];
        SyntaxTrivia lineEnd = Layout.LineEnd(edit.Root);
        StatementSyntax execute = Execute(local, last).OnLineLike(last, lineEnd);
        var waits = QueueUse.DirectWaits(last, local, context.Model, context.CancellationToken);
        if (waits.Count == 0 && !Leaves(last))
        {
            edit.Replace(last, current => ((StatementSyntax)current).WithLineEnd(lineEnd));
            edit.Root = edit.Root.InsertNodesAfter(edit.Current(last)!, [execute]);
            return true;
        }

        return waits.Count <= 1 && Split(edit, last, (waits.Count > 0 ? waits[0].Expression : null) ?? (last as ReturnStatementSyntax)?.Expression, execute, lineEnd);
    }

    // return batch.StringGetAsync(key); becomes three lines: queue, send, return.
    private static bool Split(TrackedEdit edit, StatementSyntax last, ExpressionSyntax? command, StatementSyntax execute, SyntaxTrivia lineEnd)
    {
        if (command is null
            || last is not (ReturnStatementSyntax or ExpressionStatementSyntax or LocalDeclarationStatementSyntax)
            || QueueUse.NameFor(last) is not { } name)
        {
            return false;
        }

        StatementSyntax capture = QueueUse.Capture(name, command).WithLeadingTrivia(last.GetLeadingTrivia()).WithTrailingTrivia(lineEnd);
        StatementSyntax rest = last.ReplaceNode(command, IdentifierName(name)).WithLeadingTrivia(Whitespace(Layout.IndentationOf(last)));
        edit.Root = edit.Root.ReplaceNode(edit.Current(last)!, new[] { capture, execute, rest });
        return true;
    }

    private static StatementSyntax Execute(ILocalSymbol local, StatementSyntax place) =>
        ParseStatement(local.Type.Name != "IBatch" && AsyncFunction.IsAround(place) ? $"await {local.Name}.ExecuteAsync();" : $"{local.Name}.Execute();");

    private static bool Leaves(StatementSyntax statement) => statement
        .DescendantNodesAndSelf(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Any(node => node is ReturnStatementSyntax or YieldStatementSyntax);

    private static (ILocalSymbol Local, LocalDeclarationStatementSyntax Declaration)? ClosingLocal(SiteContext context) =>
        context.Site.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { Parent.Parent: LocalDeclarationStatementSyntax declaration } variable
        && context.Model.GetDeclaredSymbol(variable, context.CancellationToken) is ILocalSymbol local
        && QueueUse.IsBatch(local.Type)
            ? (local, declaration)
            : null;
}
