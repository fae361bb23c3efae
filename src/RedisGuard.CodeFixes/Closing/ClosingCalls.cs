using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Closing;

/// <summary>Every place that closes the connection in one variable.</summary>
internal sealed class ClosingCalls
{
    private readonly string _variable;
    private readonly List<StatementSyntax> _statements = [];
    private readonly List<UsingStatementSyntax> _scopes = [];
    private readonly List<MethodDeclarationSyntax> _methods = [];

    private ClosingCalls(string variable) => _variable = variable;

    /// <summary>Whether a closing call stands where it can't simply be taken out: in a delegate, under a flag, inside an expression.</summary>
    public bool HasInseparable { get; private set; }

    /// <summary>Whether a <c>using</c> over the local closes it already.</summary>
    public bool HasScopes => _scopes.Count > 0 || _statements.OfType<LocalDeclarationStatementSyntax>().Any();

    public static ClosingCalls Find(ISymbol variable, SyntaxNode within, SemanticModel model, CancellationToken cancellationToken)
    {
        var calls = new ClosingCalls(variable.Name);
        foreach (IdentifierNameSyntax use in within.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (use.Identifier.ValueText == variable.Name
                && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(use, cancellationToken).Symbol, variable))
            {
                calls.Add(ClosingCall.WithInstance(use), model, cancellationToken);
            }
        }

        return calls;
    }

    /// <summary>Takes all of them out, with what that leaves empty.</summary>
    public void Remove(TrackedEdit edit)
    {
        foreach (UsingStatementSyntax scope in _scopes)
        {
            UsingStatementSyntax current = edit.Current(scope)!;
            edit.Root = Hoisting.Hoist(edit.Root, current, declaration: null, current.Statement);
        }

        foreach (StatementSyntax statement in _statements)
        {
            StatementRemoval.Remove(edit, statement);
        }

        foreach (MethodDeclarationSyntax method in _methods)
        {
            edit.Replace(method, current => current
                .WithExpressionBody(null)
                .WithSemicolonToken(default)
                .WithBody(SyntaxFactory.Block(
                    SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(SyntaxFactory.Space),
                    default,
                    SyntaxFactory.Token(SyntaxKind.CloseBraceToken)))
                .WithTrailingTrivia(current.GetTrailingTrivia()));
        }
    }

    private void Add(ExpressionSyntax use, SemanticModel model, CancellationToken cancellationToken)
    {
        ExpressionSyntax value = ClosingCall.WithoutCasts(use);
        if (ClosingCall.On(use) is { } closing)
        {
            StatementSyntax? statement = ClosingCall.StatementOf(closing);
            if (closing.Parent is ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } method })
            {
                // void Dispose() => _m.Dispose();
                _methods.Add(method);
            }
            else if (statement is null || StatementRemoval.LeavesTestBehind(statement, _variable))
            {
                HasInseparable = true;
            }
            else
            {
                _statements.Add(statement);
            }

            return;
        }

        // using (m), await using (m.ConfigureAwait(false)), using var x = m
        if (value.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured })
        {
            value = configured;
        }

        switch (value.Parent)
        {
            case UsingStatementSyntax scope when scope.Expression == value:
                _scopes.Add(scope);
                break;
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: var declaration } alias }:
                AddAlias(alias, declaration, model, cancellationToken);
                break;
        }
    }

    private void AddAlias(VariableDeclaratorSyntax alias, SyntaxNode? declaration, SemanticModel model, CancellationToken cancellationToken)
    {
        if (declaration is UsingStatementSyntax)
        {
            HasInseparable = true;
        }
        else if (declaration is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } statement)
        {
            if (statement.Declaration.Variables.Count == 1 && IsUnused(alias, model, cancellationToken))
            {
                _statements.Add(statement);
            }
            else
            {
                HasInseparable = true;
            }
        }
    }

    private static bool IsUnused(VariableDeclaratorSyntax variable, SemanticModel model, CancellationToken cancellationToken)
    {
        ISymbol? symbol = model.GetDeclaredSymbol(variable, cancellationToken);
        SyntaxNode scope = Acquisition.FunctionOf(variable) ?? variable.SyntaxTree.GetRoot(cancellationToken);
        return !scope.DescendantNodes().OfType<IdentifierNameSyntax>().Any(use =>
            use.Identifier.ValueText == variable.Identifier.ValueText
            && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(use, cancellationToken).Symbol, symbol));
    }
}
