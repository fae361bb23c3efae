using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Owners;

/// <summary>A method of the owner through which it is disposed.</summary>
internal sealed class Disposal
{
    private readonly MethodDeclarationSyntax _method;
    private readonly string? _disposing;

    private Disposal(MethodDeclarationSyntax method, string? disposing)
    {
        _method = method;
        _disposing = disposing;
    }

    private bool IsAsync => _method.Modifiers.Any(SyntaxKind.AsyncKeyword);

    /// <summary>The methods that must close what the owner keeps: the innermost of the synchronous and of the asynchronous ones.</summary>
    public static Disposal[] OwnOf(INamedTypeSymbol type, SiteContext context)
    {
        Disposal? synchronous = Find(type, context, "Dispose", parameters: 1) ?? Find(type, context, "Dispose", parameters: 0);
        Disposal? asynchronous = Find(type, context, "DisposeAsyncCore", parameters: 0) ?? Find(type, context, "DisposeAsync", parameters: 0);

        // One that calls the other closes by it; Dispose(false) leaves managed things alone.
        if (asynchronous is not null && synchronous is not null)
        {
            if (asynchronous.Calls("Dispose", "()", "(true)", "(disposing: true)"))
            {
                return [synchronous];
            }

            if (synchronous.Calls(asynchronous._method.Identifier.ValueText, "()"))
            {
                return [asynchronous];
            }
        }

        return [.. new[] { synchronous, asynchronous }.OfType<Disposal>()];
    }

    public static bool IsNamedSo(string name) => name is "DisposeAsyncCore" || IsNamed(name, "Dispose") || IsNamed(name, "DisposeAsync");

    public bool TryAdd(TrackedEdit edit, ClosingText closing)
    {
        bool becomesAsync = !IsAsync && closing.CanAwait && MayBecomeAsync();
        if ((!IsAsync && !becomesAsync && closing.Sync.Length == 0)
            || _method.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == closing.Member && token.Parent is VariableDeclaratorSyntax or ParameterSyntax or SingleVariableDesignationSyntax))
        {
            return false;
        }

        if (_method.Body is null && !TryGiveBlock(edit))
        {
            return false;
        }

        if (becomesAsync)
        {
            edit.Replace(_method, AsAsync);
        }

        MethodDeclarationSyntax method = edit.Current(_method)!;
        string[] lines = IsAsync || becomesAsync ? closing.Async : closing.Sync;
        BlockSyntax? target = _disposing is null ? method.Body : DisposingBlock(method.Body!);
        if (target is null)
        {
            target = method.Body;
            lines = [$"if ({_disposing})", "{", .. lines.Select(line => "    " + line), "}"];
        }

        SyntaxTrivia lineEnd = Layout.LineEnd(edit.Root);
        edit.Root = edit.Root.ReplaceNode(target!, BlockAppending.Append(target!, lines, closing.Root, lineEnd));
        return true;
    }

    private static Disposal? Find(INamedTypeSymbol type, SiteContext context, string name, int parameters)
    {
        IMethodSymbol? found = type.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(method =>
            IsNamed(method.Name, name) && method.Parameters.Length == parameters && method.Parameters.All(parameter => parameter.Type.SpecialType == SpecialType.System_Boolean));
        return found?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken) is MethodDeclarationSyntax declaration
            && declaration.SyntaxTree == context.Root.SyntaxTree
            && (declaration.Body is not null || declaration.ExpressionBody is not null)
            ? new Disposal(declaration, parameters == 1 ? found.Parameters[0].Name : null)
            : null;
    }

    private static bool IsNamed(string name, string wanted) => name == wanted || name.EndsWith("." + wanted, StringComparison.Ordinal);

    private bool Calls(string name, params string[] arguments) => _method.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
        call.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
        && (call.Expression as IdentifierNameSyntax ?? ((MemberAccessExpressionSyntax)call.Expression).Name).Identifier.ValueText == name
        && Array.IndexOf(arguments, call.ArgumentList.ToString()) >= 0);

    private BlockSyntax? DisposingBlock(BlockSyntax body) => body.DescendantNodes().OfType<IfStatementSyntax>()
        .Where(test => test.Condition is IdentifierNameSyntax name && name.Identifier.ValueText == _disposing)
        .Select(test => test.Statement)
        .OfType<BlockSyntax>()
        .FirstOrDefault();

    // All it gives back is a task that is done, where it ends.
    private bool MayBecomeAsync()
    {
        if (_method.ReturnType is not IdentifierNameSyntax { Identifier.ValueText: "ValueTask" or "Task" })
        {
            return false;
        }

        if (_method.ExpressionBody is { } arrow)
        {
            return IsDone(arrow.Expression);
        }

        return _method.Body?.Statements.LastOrDefault() is ReturnStatementSyntax { Expression: { } given } last && IsDone(given)
            && _method.DescendantNodes(node => !Acquisition.IsFunction(node)).OfType<ReturnStatementSyntax>().All(other => other == last)
            && !last.DescendantTrivia().Any(trivia => trivia.IsComment() || trivia.IsDirective);
    }

    private static bool IsDone(ExpressionSyntax given) => given switch
    {
        LiteralExpressionSyntax or DefaultExpressionSyntax => true,
        BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 } } => true,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == "CompletedTask",
        _ => false,
    };

    private static MethodDeclarationSyntax AsAsync(MethodDeclarationSyntax method)
    {
        SyntaxList<StatementSyntax> statements = method.Body!.Statements;
        return method
            .WithBody(method.Body.WithStatements(statements.RemoveAt(statements.Count - 1)))
            .AddModifiers(Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space));
    }

    // => x; becomes { x; }, or { return x; } where the value matters.
    private bool TryGiveBlock(TrackedEdit edit)
    {
        ArrowExpressionClauseSyntax arrow = _method.ExpressionBody!;
        if (arrow.Expression is ThrowExpressionSyntax || arrow.DescendantTrivia().Any(trivia => trivia.IsComment() || trivia.IsDirective)
            || !Layout.StartsLine(_method.GetFirstToken()))
        {
            return false;
        }

        SyntaxTrivia lineEnd = Layout.LineEnd(edit.Root);
        string outside = Layout.IndentationOf(_method);
        string inside = outside + Indentation.Step(Layout.IndentationOf(_method.Parent!), outside);
        bool returns = !IsAsync && _method.ReturnType is not PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword };
        ExpressionSyntax expression = Indentation.Change(arrow.Expression.WithoutLeadingTrivia().WithoutTrailingTrivia(), Layout.IndentationOf(arrow.Expression), inside);
        StatementSyntax statement = returns
            ? ReturnStatement(Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), expression, Token(SyntaxKind.SemicolonToken))
            : ExpressionStatement(expression);
        edit.Replace(_method, current => current
            .WithExpressionBody(null)
            .WithSemicolonToken(default)
            .WithParameterList(current.ParameterList.WithTrailingTrivia(lineEnd))
            .WithBody(Block(
                Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(Whitespace(outside)).WithTrailingTrivia(lineEnd),
                SingletonList(statement.WithLeadingTrivia(Whitespace(inside)).WithTrailingTrivia(lineEnd)),
                Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(Whitespace(outside)).WithTrailingTrivia(current.SemicolonToken.TrailingTrivia))));
        return true;
    }
}
