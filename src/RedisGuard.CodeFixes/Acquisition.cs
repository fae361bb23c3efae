using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes;

/// <summary>The connecting call that a diagnostic stands on, and where the connection it opens goes.</summary>
internal sealed class Acquisition
{
    private Acquisition(InvocationExpressionSyntax call, IMethodSymbol method, ExpressionSyntax value, bool isAsync, bool isTask)
    {
        Call = call;
        Method = method;
        Value = value;
        IsAsync = isAsync;
        IsTask = isTask;
    }

    /// <summary>The call itself, without <c>await</c>.</summary>
    public InvocationExpressionSyntax Call { get; }

    public IMethodSymbol Method { get; }

    /// <summary>Whether the call returns a task of the connection.</summary>
    public bool IsAsync { get; }

    /// <summary>Whether the value is the task itself: it is kept, or given on.</summary>
    public bool IsTask { get; }

    /// <summary>The expression whose value is the connection: the call, or what awaits or unwraps its task.</summary>
    public ExpressionSyntax Value { get; }

    public bool IsAwaited => Value is AwaitExpressionSyntax;

    /// <summary><see cref="Value"/> with the parentheses around it.</summary>
    public ExpressionSyntax OuterValue => WithParentheses(Value);

    /// <summary>The member, or in a program of top-level statements the file, that the call stands in.</summary>
    public SyntaxNode Member => MemberOf(Call);

    /// <summary>The call's acquisition.</summary>
    /// <param name="call">The call.</param>
    /// <param name="model">The model of its file.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <param name="takesTasks">Whether a task that is passed on instead of awaited is an acquisition, though its connection can't be followed.</param>
    public static Acquisition? Find(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken, bool takesTasks = false)
    {
        if (model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method)
        {
            return null;
        }

        bool isAsync = method.ReturnType is INamedTypeSymbol { IsGenericType: true, Name: "Task" or "ValueTask" };
        ExpressionSyntax? value = isAsync ? Unwrapping(call) : call;
        return value is not null ? new Acquisition(call, method, value, isAsync, isTask: false)
            : takesTasks ? new Acquisition(call, method, call, isAsync, isTask: true)
            : null;
    }

    /// <summary>The function that runs the call: a method, an accessor, a local function or a lambda.</summary>
    public static SyntaxNode? FunctionOf(SyntaxNode node) => node.Ancestors().FirstOrDefault(IsFunction);

    /// <summary>An expression with the parentheses around it.</summary>
    public static ExpressionSyntax WithParentheses(ExpressionSyntax expression)
    {
        while (expression.Parent is ParenthesizedExpressionSyntax outer)
        {
            expression = outer;
        }

        return expression;
    }

    /// <summary>The value of an acquisition with another expression in the opening's place.</summary>
    public static ExpressionSyntax Shared(Acquisition acquisition, ExpressionSyntax opening, ExpressionSyntax borrowing) =>
        (acquisition.Value.Span.Contains(opening.Span) && opening != acquisition.Value ? acquisition.Value.ReplaceNode(opening, borrowing) : borrowing)
            .WithoutLeadingTrivia().WithoutTrailingTrivia();

    public static bool IsFunction(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax;

    private static SyntaxNode MemberOf(SyntaxNode node)
    {
        MemberDeclarationSyntax? member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        return member is null or GlobalStatementSyntax ? node.SyntaxTree.GetRoot() : member;
    }

    // From the call's task outwards to what takes the connection out of it.
    private static ExpressionSyntax? Unwrapping(ExpressionSyntax task)
    {
        while (true)
        {
            switch (task.Parent)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    task = parenthesized;
                    break;
                case AwaitExpressionSyntax awaiting:
                    return awaiting;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result when result.Expression == task:
                    return result;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == task:
                    switch (access.Name.Identifier.ValueText)
                    {
                        case "GetResult":
                            return call;
                        case "ConfigureAwait" or "WaitAsync" or "GetAwaiter" or "AsTask":
                            task = call;
                            break;
                        default:
                            return null;
                    }

                    break;
                default:
                    return null;
            }
        }
    }
}
