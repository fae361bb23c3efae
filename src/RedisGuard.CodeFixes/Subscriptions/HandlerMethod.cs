using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>Makes a method of a handler that is written as a lambda: two mentions of a method are the same handler, two lambdas never.</summary>
internal sealed class HandlerMethod
{
    private readonly AnonymousFunctionExpressionSyntax _lambda;
    private readonly TypeDeclarationSyntax _declaration;
    private readonly string _parameters;

    private HandlerMethod(AnonymousFunctionExpressionSyntax lambda, TypeDeclarationSyntax declaration, string name, string parameters)
    {
        _lambda = lambda;
        _declaration = declaration;
        _parameters = parameters;
        Name = name;
    }

    /// <summary>The method's name, free in the type.</summary>
    public string Name { get; }

    /// <summary>Null for a lambda that needs what only the member around it has, or that can't be a method.</summary>
    /// <param name="handler">The handler as it is written.</param>
    /// <param name="declaration">The type to get the method.</param>
    /// <param name="context">The place.</param>
    /// <param name="wanted">The method's name, if it is free.</param>
    /// <param name="first">The first parameter's type, and its name where the lambda has none.</param>
    /// <param name="second">The same of the second.</param>
    public static HandlerMethod? Of(
        ExpressionSyntax handler,
        TypeDeclarationSyntax declaration,
        SiteContext context,
        string wanted,
        (string Type, string Name) first,
        (string Type, string Name) second)
    {
        if (handler is not AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: 0 } lambda
            || ParametersOf(lambda) is not { Length: 2 } parameters
            || declaration.Members.Count == 0
            || !Layout.StartsLine(declaration.CloseBraceToken)
            || CapturesVariables(lambda, context))
        {
            return null;
        }

        var taken = new HashSet<string>(context.Root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText));
        string name = wanted;
        for (int number = 2; taken.Contains(name); number++)
        {
            name = wanted + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return new HandlerMethod(
            lambda, declaration, name, $"{first.Type} {Named(parameters[0], first.Name, parameters[1])}, {second.Type} {Named(parameters[1], second.Name, parameters[0])}");
    }

    /// <summary>The handler of a channel.</summary>
    public static HandlerMethod? OfMessages(ExpressionSyntax handler, TypeDeclarationSyntax declaration, SiteContext context)
        => Of(handler, declaration, context, "OnMessage", ("RedisChannel", "channel"), ("RedisValue", "value"));

    // Discards are no names of a method's parameters.
    private static string Named(string parameter, string name, string other) => parameter != "_" ? parameter : name != other ? name : name + "1";

    /// <summary>Puts the method at the type's end, and its name in the lambda's place.</summary>
    public void Apply(TrackedEdit edit, SiteContext context)
    {
        SyntaxTrivia lineEnd = Layout.LineEnd(context.Root);
        string inside = Layout.IndentationOf(_declaration.Members[0]);
        string isStatic = _declaration.Modifiers.Any(SyntaxKind.StaticKeyword) ? "static " : string.Empty;
        string head = $"private {isStatic}void {Name}({_parameters})";
        string body = _lambda.Block is { } block
            ? lineEnd + inside + Indentation.Change(block.WithoutTrivia(), Layout.IndentationOf(_lambda), inside) + lineEnd
            : $" => {Indentation.Change(_lambda.ExpressionBody!.WithoutTrivia(), Layout.IndentationOf(_lambda), inside)};{lineEnd}";
        MemberDeclarationSyntax method = ParseMemberDeclaration(inside + head + body)!;
        edit.Replace(_lambda, current => IdentifierName(Name).WithTriviaFrom(current));
        edit.Replace(_declaration, current =>
        {
            MemberDeclarationSyntax last = current.Members[current.Members.Count - 1];
            SyntaxList<MemberDeclarationSyntax> members = current.Members.Replace(last, last.WithLineEnd(lineEnd));
            return current.WithMembers(members.Add(method.WithLeadingTrivia(method.GetLeadingTrivia().Prepend(lineEnd))));
        });
    }

    private static string[]? ParametersOf(AnonymousFunctionExpressionSyntax lambda) => lambda switch
    {
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: var list } => list.Select(parameter => parameter.Identifier.ValueText).ToArray(),
        AnonymousMethodExpressionSyntax { ParameterList.Parameters: var list } => list.Select(parameter => parameter.Identifier.ValueText).ToArray(),
        _ => null,
    };

    private static bool CapturesVariables(AnonymousFunctionExpressionSyntax lambda, SiteContext context)
        => context.Model.AnalyzeDataFlow(lambda.Body) is not { Succeeded: true } flow
            || flow.DataFlowsIn.Concat(flow.WrittenInside).Concat(flow.ReadInside).Any(symbol => symbol switch
            {
                IParameterSymbol { IsThis: true } => false,
                ILocalSymbol or IParameterSymbol => !IsDeclaredIn(symbol, lambda) && !IsPrimaryParameter(symbol, context),
                _ => false,
            });

    private static bool IsPrimaryParameter(ISymbol symbol, SiteContext context)
        => symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor }
            && constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(context.CancellationToken) is TypeDeclarationSyntax);

    private static bool IsDeclaredIn(ISymbol symbol, SyntaxNode lambda)
        => symbol.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == lambda.SyntaxTree && lambda.Span.Contains(reference.Span));
}
