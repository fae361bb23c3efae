using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Scoping;

/// <summary>
/// Lets the scope that closes a connection end after what needs it: a returned task is awaited inside the scope, and a
/// <c>using</c> block whose database is used behind it becomes a declaration, which lasts as long as the block around it.
/// </summary>
internal sealed class WidenScopeFix : SiteFix
{
    public WidenScopeFix()
        : base(Fixes.WidenScope, "Close the connection after its last use", Descriptors.ClosedWhileInUse.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call || Acquisition.FunctionOf(call) is not { } function)
        {
            return false;
        }

        ReturnStatementSyntax[] returns = [.. function.DescendantNodes(node => node == function || !Acquisition.IsFunction(node)).OfType<ReturnStatementSyntax>()];
        return ReturnsTask(function, context) ? AwaitReturned(edit, function, returns, context) : Declare(edit, call, context);
    }

    private static bool ReturnsTask(SyntaxNode function, SiteContext context) => ReturnTypeOf(function, context) is { Name: "Task" or "ValueTask" } && !AsyncFunction.Is(function);

    private static bool AwaitReturned(TrackedEdit edit, SyntaxNode function, ReturnStatementSyntax[] returns, SiteContext context)
    {
        bool hasResult = ReturnTypeOf(function, context) is INamedTypeSymbol { IsGenericType: true };
        if (returns.Length == 0 || returns.Any(statement => statement.Expression is null) || (!hasResult && !IsOnlyAndLast(returns, function)))
        {
            return false;
        }

        foreach (ReturnStatementSyntax statement in returns)
        {
            edit.Replace(statement, current =>
            {
                ExpressionSyntax awaiting = AwaitExpression(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space), current.Expression!.WithoutLeadingTrivia());
                return hasResult
                    ? current.WithExpression(awaiting)
                    : ExpressionStatement(awaiting, current.SemicolonToken).WithLeadingTrivia(current.GetLeadingTrivia());
            });
        }

        SyntaxToken keyword = Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space);
        switch (function)
        {
            case MethodDeclarationSyntax method:
                edit.Replace(method, current => current.Modifiers.Count > 0
                    ? current.AddModifiers(keyword)
                    : current.WithLeadingTrivia().AddModifiers(keyword).WithLeadingTrivia(current.GetLeadingTrivia()));
                return true;
            case LocalFunctionStatementSyntax local:
                edit.Replace(local, current => current.Modifiers.Count > 0
                    ? current.AddModifiers(keyword)
                    : current.WithLeadingTrivia().AddModifiers(keyword).WithLeadingTrivia(current.GetLeadingTrivia()));
                return true;
            default:
                return false;
        }
    }

    private static bool IsOnlyAndLast(ReturnStatementSyntax[] returns, SyntaxNode function)
    {
        SyntaxNode current = returns[0];
        while (returns.Length == 1 && current.Parent is BlockSyntax block && block.Statements.Last() == current)
        {
            if (block.Parent == function)
            {
                return true;
            }

            current = block.Parent is UsingStatementSyntax scope ? scope : block;
        }

        return false;
    }

    // using (var m = …) { … } db.Use(); → using var m = …; … db.Use();
    private static bool Declare(TrackedEdit edit, InvocationExpressionSyntax call, SiteContext context)
    {
        if (context.LanguageVersion < LanguageVersion.CSharp8
            || call.FirstAncestorOrSelf<VariableDeclarationSyntax>() is not { Parent: UsingStatementSyntax { Parent: BlockSyntax } scope } declaration)
        {
            return false;
        }

        SyntaxToken keyword = Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(Space);
        LocalDeclarationStatementSyntax statement = LocalDeclarationStatement(declaration.WithoutLeadingTrivia().WithoutTrailingTrivia()).WithUsingKeyword(keyword);
        if (!scope.AwaitKeyword.IsKind(SyntaxKind.None))
        {
            statement = statement.WithAwaitKeyword(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space));
        }

        UsingStatementSyntax current = edit.Current(scope)!;
        edit.Root = Hoisting.Hoist(edit.Root, current, statement, current.Statement);
        return true;
    }

    private static ITypeSymbol? ReturnTypeOf(SyntaxNode function, SiteContext context) => function switch
    {
        MethodDeclarationSyntax or LocalFunctionStatementSyntax => (context.Model.GetDeclaredSymbol(function, context.CancellationToken) as IMethodSymbol)?.ReturnType,
        _ => null,
    };
}
