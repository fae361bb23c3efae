using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Dataflow;

namespace RedisGuard.Analyzers.Batches;

/// <summary>
/// A loop that sends each time so many commands are queued: what is queued since the last time is left when the loop ends. Where the
/// condition asks for anything beside a count, it may ask for the last turn, and nothing is claimed.
/// </summary>
internal readonly struct PartialChunks
{
    public PartialChunks(Obligation batch)
    {
        SyntaxNode begin = IsMadeOnDemand(batch.Acquisition) && batch.Holder is { DeclaringSyntaxReferences: [{ } declared] } ? declared.GetSyntax() : batch.Acquisition;
        SyntaxNode[] inLoops = batch.Releases.Where(release => LoopAround(release, begin) is not null).ToArray();
        Any = inLoops.Length > 0;
        AreLeft = Any && inLoops.Length == batch.Releases.Count && inLoops.All(release => IsAfterCount(release, LoopAround(release, begin)!));
    }

    /// <summary>Whether the batch is sent in a loop that it was made before.</summary>
    public bool Any { get; }

    /// <summary>Whether all that sends it waits for a full count.</summary>
    public bool AreLeft { get; }

    /// <summary><c>batch ??= db.CreateBatch();</c> in the loop: as long as it isn't sent, the next turn goes on with it.</summary>
    private static bool IsMadeOnDemand(SyntaxNode acquisition)
        => acquisition.Ancestors().TakeWhile(node => node is ExpressionSyntax).Any(node => node.IsKind(SyntaxKind.CoalesceAssignmentExpression));

    private static SyntaxNode? LoopAround(SyntaxNode release, SyntaxNode acquisition)
        => release.Ancestors()
            .TakeWhile(node => node is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .FirstOrDefault(node => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax && !node.Span.Contains(acquisition.Span));

    private static bool IsAfterCount(SyntaxNode release, SyntaxNode loop)
    {
        for (SyntaxNode? node = release; node is not null && node != loop; node = node.Parent)
        {
            if (node.Parent is IfStatementSyntax test && test.Statement == node)
            {
                return IsCount(test.Condition);
            }

            if (node is StatementSyntax && node.Parent is BlockSyntax block
                && block.Statements.TakeWhile(statement => statement != node).OfType<IfStatementSyntax>().LastOrDefault(earlier => GoesOn(earlier.Statement)) is { } skipping)
            {
                return IsCount(skipping.Condition);
            }
        }

        return false;
    }

    private static bool GoesOn(StatementSyntax statement)
        => statement is ContinueStatementSyntax || (statement is BlockSyntax { Statements: { Count: > 0 } statements } && statements.Last() is ContinueStatementSyntax);

    /// <summary><c>++queued % 50 == 0</c>, <c>tasks.Count &gt;= size</c>; not <c>i == keys.Count - 1</c>, which is the last turn.</summary>
    private static bool IsCount(ExpressionSyntax condition)
        => Unwrapped(condition) is BinaryExpressionSyntax comparison
            && comparison.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression
                or SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression
            && (IsCountOf(comparison.Left, comparison.Right) || IsCountOf(comparison.Right, comparison.Left));

    /// <summary>What is asked for zero is what is left to do, unless it is a remainder.</summary>
    private static bool IsCountOf(ExpressionSyntax counter, ExpressionSyntax size)
        => IsCounter(counter)
            && IsSize(size)
            && (Unwrapped(counter) is BinaryExpressionSyntax || Unwrapped(size) is not LiteralExpressionSyntax { Token.Value: 0 });

    private static bool IsCounter(ExpressionSyntax value)
        => Unwrapped(value) switch
        {
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.ModuloExpression } => true,
            PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax => true,
            IdentifierNameSyntax => true,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Count" or "Length" } => true,
            _ => false,
        };

    private static bool IsSize(ExpressionSyntax value)
        => Unwrapped(value) is LiteralExpressionSyntax or IdentifierNameSyntax
            || (Unwrapped(value) is MemberAccessExpressionSyntax access && access.Name.Identifier.ValueText is not ("Count" or "Length"))
            // i % 50 == 50 - 1
            || (Unwrapped(value) is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } difference && IsSize(difference.Left) && IsSize(difference.Right));

    private static ExpressionSyntax Unwrapped(ExpressionSyntax value)
    {
        while (value is ParenthesizedExpressionSyntax parenthesized)
        {
            value = parenthesized.Expression;
        }

        return value;
    }
}
