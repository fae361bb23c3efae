using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>Tells how a function reads the queue that it subscribes: by a variable, or in a loop over the call itself.</summary>
internal sealed class QueueReading
{
    private readonly ExpressionSyntax _subscribed;
    private readonly VariableDeclaratorSyntax? _variable;

    private QueueReading(ExpressionSyntax subscribed, VariableDeclaratorSyntax variable, StatementSyntax statement)
    {
        _subscribed = subscribed;
        _variable = variable;
        Statement = statement;
        Name = variable.Identifier.ValueText;
    }

    private QueueReading(ExpressionSyntax subscribed, ForEachStatementSyntax loop, string name)
    {
        _subscribed = subscribed;
        Statement = loop;
        Name = name;
    }

    /// <summary>The statement that subscribes: a variable's declaration, or the loop.</summary>
    public StatementSyntax Statement { get; }

    /// <summary>The variable's name, or one for it.</summary>
    public string Name { get; }

    /// <summary>Null where the queue goes elsewhere.</summary>
    public static QueueReading? Of(ExpressionSyntax subscribed)
    {
        ExpressionSyntax queue = Acquisition.WithParentheses(subscribed);
        switch (queue.Parent)
        {
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax statement } } variable }:
                return new QueueReading(queue, variable, statement);

            case ForEachStatementSyntax loop:
                return OfLoop(queue, loop);

            case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax configured } when Outermost(configured).Parent is ForEachStatementSyntax loop:
                return OfLoop(queue, loop);

            default:
                return null;
        }
    }

    /// <summary>Lets all that reads the queue read the channel's reader. False where the queue is used in another way as well.</summary>
    public bool TryReadFromChannel(TrackedEdit edit, SiteContext context)
    {
        if (_variable is null)
        {
            return TryRead(_subscribed, edit);
        }

        ISymbol? variable = context.Model.GetDeclaredSymbol(_variable, context.CancellationToken);
        return Statement.Parent!.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(use => use.Identifier.ValueText == Name && SymbolEqualityComparer.Default.Equals(context.SymbolOf(use), variable))
            .ToArray()
            .All(use => TryRead(use, edit));
    }

    /// <summary>The statements with the two new ones in the declaration's place, or before the loop.</summary>
    public SyntaxList<StatementSyntax> Placed(SyntaxList<StatementSyntax> statements, StatementSyntax current, StatementSyntax queue, StatementSyntax subscribe)
    {
        if (_variable is not null)
        {
            return statements.ReplaceRange(current, [queue.WithLeadingTrivia(current.GetLeadingTrivia()), subscribe.WithTrailingTrivia(current.GetTrailingTrivia())]);
        }

        // A comment on the loop stays where it is.
        IEnumerable<SyntaxTrivia> blankLines = current.GetLeadingTrivia().TakeWhile(Layout.IsEndOfLine).ToArray();
        StatementSyntax loop = current.WithLeadingTrivia(current.GetLeadingTrivia().SkipWhile(Layout.IsEndOfLine));
        return statements.ReplaceRange(current, [queue.WithLeadingTrivia(blankLines.Concat(queue.GetLeadingTrivia())), subscribe, loop]);
    }

    private static QueueReading? OfLoop(ExpressionSyntax queue, ForEachStatementSyntax loop) =>
        FreeName.Around(queue, "messages", "queue", "feed") is { } name ? new QueueReading(queue, loop, name) : null;

    private bool TryRead(ExpressionSyntax use, TrackedEdit edit)
    {
        switch (use.Parent)
        {
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WithCancellation", Parent: InvocationExpressionSyntax call }:
                edit.Replace(call, current => ReadAll(current.ArgumentList).WithTriviaFrom(current));
                return true;

            case ForEachStatementSyntax:
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }:
                edit.Replace(use, current => ReadAll(ArgumentList()).WithTriviaFrom(current));
                return true;

            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ReadAsync" or "TryRead", Parent: InvocationExpressionSyntax }:
                edit.Replace(use, current => Reader().WithTriviaFrom(current));
                return true;

            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Unsubscribe" or "UnsubscribeAsync" } when use.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax end:
                StatementRemoval.Remove(edit, end);
                return true;

            default:
                return false;
        }
    }

    private InvocationExpressionSyntax ReadAll(ArgumentListSyntax arguments)
        => InvocationExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, Reader(), IdentifierName("ReadAllAsync")), arguments);

    private MemberAccessExpressionSyntax Reader() => MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, IdentifierName(Name), IdentifierName("Reader"));

    /// <summary>What configures the loop: <c>.WithCancellation(token).ConfigureAwait(false)</c>.</summary>
    private static ExpressionSyntax Outermost(InvocationExpressionSyntax call)
    {
        ExpressionSyntax outer = call;
        while (outer.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next })
        {
            outer = next;
        }

        return outer;
    }
}
