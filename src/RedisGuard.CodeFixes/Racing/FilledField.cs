using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.CodeFixes.Closing;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Racing;

/// <summary>
/// A private static field that one function fills at first need and then reads becomes a <c>static readonly Lazy&lt;T&gt;</c>.
/// Only where nobody else touches the field and the call needs nothing of the function's.
/// </summary>
internal static class FilledField
{
    public static bool TryApply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site is not InvocationExpressionSyntax call
            || ClosingCall.WithoutCasts(call) is not { Parent: AssignmentExpressionSyntax assignment } opening
            || assignment.Right != opening
            || PrivateField.Of(context.SymbolOf(assignment.Left), context) is not { Symbol.IsStatic: true } field
            || !IsEmptyAtFirst(field.Variable.Initializer?.Value)
            || field.Declaration.AttributeLists.Count > 0
            || context.LanguageVersion < LanguageVersion.CSharp9
            || !IsSelfContained(opening, context)
            || LazyCreation.TypeOf(field.Symbol.Type, context) is not { } lazy
            || Patience.Of(call, context) is not { } patient)
        {
            return false;
        }

        if (assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) && assignment.Parent is not ExpressionStatementSyntax && field.Uses.Count == 1)
        {
            ExpressionSyntax outer = assignment.Parent is ParenthesizedExpressionSyntax parenthesized ? parenthesized : assignment;
            edit.Replace(outer, current => LazyCreation.ValueOf(field.Uses[0].WithoutTrivia()).WithTriviaFrom(current));
        }
        else if (!TryRewriteStatement(edit, assignment, field))
        {
            return false;
        }

        Declare(edit, field, lazy, opening, opening.ReplaceNode(call, patient));
        return true;
    }

    // if (s_m == null) { s_m = Connect(); } … s_m …
    private static bool TryRewriteStatement(TrackedEdit edit, AssignmentExpressionSyntax assignment, PrivateField field)
    {
        if (FillOf(assignment, field) is not { Parent: BlockSyntax block } fill
            || fill.DescendantTrivia().Any(trivia => trivia.IsDirective))
        {
            return false;
        }

        ExpressionSyntax[] reads = [.. field.Uses.Where(use => !fill.Span.Contains(use.Span))];
        if (!reads.All(read => block.Span.Contains(read.Span) && read.SpanStart > fill.Span.End && IsRead(read)))
        {
            return false;
        }

        foreach (ExpressionSyntax read in reads)
        {
            ExpressionSyntax forgiven = read.Parent is PostfixUnaryExpressionSyntax suppressed ? suppressed : read;
            edit.Replace(forgiven, current => LazyCreation.ValueOf(read.WithoutTrivia()).WithTriviaFrom(current));
        }

        StatementRemoval.RemoveWithRemarks(edit, fill);
        return true;
    }

    private static StatementSyntax? FillOf(AssignmentExpressionSyntax assignment, PrivateField field)
    {
        if (assignment.Parent is not ExpressionStatementSyntax statement)
        {
            return null;
        }

        if (assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression))
        {
            return statement;
        }

        StatementSyntax body = statement.Parent is BlockSyntax { Statements.Count: 1 } block ? block : statement;
        return assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
            && body.Parent is IfStatementSyntax { Else: null } test
            && test.Statement == body
            && AsksForNull(test.Condition, field)
            ? test
            : null;
    }

    private static bool AsksForNull(ExpressionSyntax condition, PrivateField field) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equals =>
            (field.IsUse(equals.Left) && equals.Right.IsKind(SyntaxKind.NullLiteralExpression))
            || (field.IsUse(equals.Right) && equals.Left.IsKind(SyntaxKind.NullLiteralExpression)),
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } } pattern => field.IsUse(pattern.Expression),
        _ => false,
    };

    private static bool IsRead(ExpressionSyntax use) => use.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Right == use,
        ArgumentSyntax argument => argument.RefKindKeyword.IsKind(SyntaxKind.None),
        ConditionalAccessExpressionSyntax or BinaryExpressionSyntax or IsPatternExpressionSyntax or RefExpressionSyntax => false,
        _ => true,
    };

    private static bool IsEmptyAtFirst(ExpressionSyntax? initial) => initial switch
    {
        null or LiteralExpressionSyntax => true,
        PostfixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax } => true,
        _ => false,
    };

    /// <summary>Whether the call means the same in a static initialiser: there a parameter's name may mean a field.</summary>
    private static bool IsSelfContained(ExpressionSyntax opening, SiteContext context) =>
        !opening.DescendantTrivia().Any(trivia => trivia.IsComment() || trivia.IsDirective)
        && context.Model.GetOperation(opening, context.CancellationToken) is { } operation
        && !operation.DescendantsAndSelf().Any(part => part is ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or IInvalidOperation or IAwaitOperation);

    private static void Declare(TrackedEdit edit, PrivateField field, TypeSyntax lazy, ExpressionSyntax opening, ExpressionSyntax patient)
    {
        string written = Layout.IndentationOf(opening);
        string indentation = Layout.IndentationOf(field.Declaration);
        ExpressionSyntax bare = Indentation.Change(patient.WithoutLeadingTrivia().WithoutTrailingTrivia(), written, indentation);
        edit.Replace(field.Declaration, current =>
        {
            VariableDeclaratorSyntax variable = current.Declaration.Variables[0];
            EqualsValueClauseSyntax value = EqualsValueClause(Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space), LazyCreation.New(type: null, bare));
            VariableDeclaratorSyntax filled = VariableDeclarator(variable.Identifier.WithTrailingTrivia(Space)).WithInitializer(value);
            SyntaxTokenList modifiers = TokenList(current.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.VolatileKeyword)))
                .Add(Token(SyntaxKind.ReadOnlyKeyword).WithTrailingTrivia(Space));
            return current.WithModifiers(modifiers).WithDeclaration(VariableDeclaration(lazy.WithTrailingTrivia(Space), SingletonSeparatedList(filled)));
        });
    }
}
