using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>A call whose result nobody has, in a method that can await another in its place and keep what that gives.</summary>
internal sealed class AwaitingCall
{
    private readonly InvocationExpressionSyntax _call;
    private readonly ExpressionSyntax _whole;
    private readonly MethodDeclarationSyntax _method;

    private AwaitingCall(InvocationExpressionSyntax call, ExpressionSyntax whole, MethodDeclarationSyntax method)
    {
        _call = call;
        _whole = whole;
        _method = method;
    }

    /// <summary>Null in a constructor, a lambda, or a method that isn't async and doesn't just return the call's task.</summary>
    public static AwaitingCall? Of(InvocationExpressionSyntax call)
    {
        ExpressionSyntax whole = Calls.Awaited(call);
        return Acquisition.FunctionOf(call) is MethodDeclarationSyntax method
            && (IsAsync(method)
                ? whole.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax
                : whole.Parent == method.ExpressionBody && method.ReturnType is SimpleNameSyntax { Arity: 0, Identifier.ValueText: "Task" or "ValueTask" })
                ? new AwaitingCall(call, whole, method)
                : null;
    }

    /// <summary>Awaits the other call, and keeps its result in a field.</summary>
    public void Replace(TrackedEdit edit, string field, string other)
    {
        string configured = _whole.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>()
            .Where(access => access.Name.Identifier.ValueText == "ConfigureAwait" && access.Expression == _call)
            .Select(access => $".ConfigureAwait{((InvocationExpressionSyntax)access.Parent!).ArgumentList.WithoutTrivia()}")
            .FirstOrDefault() ?? string.Empty;
        edit.Replace(_whole, current => ParseExpression($"{field} = await {other}{configured}").WithTriviaFrom(current));
        if (!IsAsync(_method))
        {
            edit.Replace(_method, current => current.AddModifiers(Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space)));
        }
    }

    private static bool IsAsync(MethodDeclarationSyntax method) => method.Modifiers.Any(SyntaxKind.AsyncKeyword);
}
