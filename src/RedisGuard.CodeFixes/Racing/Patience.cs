using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Racing;

/// <summary>
/// Makes a connecting call one that doesn't fail where the server is away: the connection it gives goes on trying. A <c>Lazy</c>
/// keeps the exception of its factory for ever, so that a program that starts before its server would never reach it.
/// </summary>
internal static class Patience
{
    private static readonly string[] s_names = ["options", "redisOptions", "redisConfiguration"];

    /// <summary>Gives patience to each connecting call of some code, or of the methods that it calls. False where one can't have it.</summary>
    public static bool TryGive(TrackedEdit edit, SyntaxNode code, SiteContext context)
    {
        InvocationExpressionSyntax[] calls = CallsIn(code, context);
        if (calls.Length == 0)
        {
            calls =
            [
                .. code.DescendantNodesAndSelf().OfType<SimpleNameSyntax>()
                    .Select(context.SymbolOf).OfType<IMethodSymbol>()
                    .SelectMany(method => method.DeclaringSyntaxReferences)
                    .Where(declared => declared.SyntaxTree == context.Root.SyntaxTree)
                    .SelectMany(declared => CallsIn(declared.GetSyntax(context.CancellationToken), context)),
            ];
        }

        foreach (InvocationExpressionSyntax call in calls)
        {
            if (Of(call, context) is not { } patient)
            {
                return false;
            }

            if (patient != call)
            {
                edit.Replace(call, current => current.WithArgumentList(patient.ArgumentList));
            }
        }

        return calls.Length > 0;
    }

    /// <summary>The call with patience; null where it can't have it.</summary>
    public static InvocationExpressionSyntax? Of(InvocationExpressionSyntax call, SiteContext context)
    {
        if (context.SymbolOf(call) is not IMethodSymbol { Parameters: { Length: > 0 } parameters } method)
        {
            return null;
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        if (IsPatient(call) || (arguments.Count > 0 && IsPatientText(arguments[0].Expression, context)))
        {
            return call;
        }

        if (parameters[0].Type.SpecialType != SpecialType.System_String)
        {
            // Options are made somewhere: here, one hopes.
            return IsPatient(context.Root) ? call : WithOptions(call, context);
        }

        if (method.Name is not ("Connect" or "ConnectAsync") || arguments.Count != 1 || FreeName.Around(call, s_names) is not { } options)
        {
            return null;
        }

        ArgumentSyntax patience = Argument(ParseExpression($"{options} => {options}.AbortOnConnectFail = false"));
        return call.WithArgumentList(call.ArgumentList.WithArguments(SeparatedList(
            [arguments[0].WithNameColon(null), patience],
            [Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space)])));
    }

    // Connect(options.Apply(o => o.AbortOnConnectFail = false)); options that other code has, too, are copied first.
    private static InvocationExpressionSyntax? WithOptions(InvocationExpressionSyntax call, SiteContext context)
    {
        if (call.ArgumentList.Arguments is not [{ NameColon: null, Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ObjectCreationExpressionSyntax } argument]
            || argument.DescendantTrivia().Any(Layout.IsComment)
            || FreeName.Around(call, s_names) is not { } options)
        {
            return null;
        }

        bool isOwn = argument.Expression is InvocationExpressionSyntax or ObjectCreationExpressionSyntax || context.SymbolOf(argument.Expression) is ILocalSymbol;
        string given = argument.Expression.WithoutTrivia() + (isOwn ? string.Empty : ".Clone()");
        ArgumentSyntax patient = Argument(ParseExpression($"{given}.Apply({options} => {options}.AbortOnConnectFail = false)"));
        return call.WithArgumentList(call.ArgumentList.WithArguments(SingletonSeparatedList(patient)));
    }

    private static InvocationExpressionSyntax[] CallsIn(SyntaxNode code, SiteContext context) =>
    [
        .. code.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Where(call =>
            context.SymbolOf(call) is IMethodSymbol { IsStatic: true, ContainingType.Name: "ConnectionMultiplexer" } method
            && method.Name.IndexOf("Connect", StringComparison.Ordinal) >= 0),
    ];

    private static bool IsPatient(SyntaxNode code) => code.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment =>
        assignment.Right.IsKind(SyntaxKind.FalseLiteralExpression)
        && assignment.Left is IdentifierNameSyntax { Identifier.ValueText: "AbortOnConnectFail" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AbortOnConnectFail" });

    private static bool IsPatientText(ExpressionSyntax configuration, SiteContext context) =>
        context.Model.GetConstantValue(configuration, context.CancellationToken).Value is string text
        && text.Replace(" ", string.Empty).IndexOf("abortConnect=false", StringComparison.OrdinalIgnoreCase) >= 0;
}
