using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Racing;

/// <summary>One use of a dictionary of connections, and what becomes of it when the values are Lazy.</summary>
internal sealed class DictionaryUse
{
    private DictionaryUse(Action<TrackedEdit> rewrite, ExpressionSyntax? factory = null) => (Rewrite, Factory) = (rewrite, factory);

    public Action<TrackedEdit> Rewrite { get; }

    /// <summary>Finds what makes a value here; null where nothing does.</summary>
    public ExpressionSyntax? Factory { get; }

    /// <summary>Null for a use that can't be rewritten with certainty.</summary>
    public static DictionaryUse? Of(ExpressionSyntax dictionary, TypeSyntax lazy, SiteContext context)
    {
        if (dictionary.Parent is not MemberAccessExpressionSyntax access || access.Expression != dictionary)
        {
            return null;
        }

        return (access.Name.Identifier.ValueText, access.Parent) switch
        {
            ("Count" or "IsEmpty" or "Keys" or "ContainsKey" or "Clear", _) => new DictionaryUse(_ => { }),
            ("Values", not InvocationExpressionSyntax) => new DictionaryUse(edit => edit.Replace(access, Opened)),
            ("GetOrAdd", InvocationExpressionSyntax call) => OfGetOrAdd(call, lazy, context),
            ("TryGetValue" or "TryRemove", InvocationExpressionSyntax { ArgumentList.Arguments: [_, { } found] }) => OfFound(found, lazy, context),
            _ => null,
        };
    }

    // A connection that is still being opened wasn't among the values before either.
    private static ExpressionSyntax Opened(MemberAccessExpressionSyntax values) =>
        ParseExpression($"{values.WithoutTrivia()}.Where(lazy => lazy.IsValueCreated).Select(lazy => lazy.Value)").WithTriviaFrom(values);

    private static DictionaryUse? OfGetOrAdd(InvocationExpressionSyntax call, TypeSyntax lazy, SiteContext context)
    {
        if (call.ArgumentList.Arguments is not [_, { NameColon: null } argument, ..])
        {
            return null;
        }

        bool isLambda = argument.Expression is LambdaExpressionSyntax;
        if (!isLambda && call.ArgumentList.Arguments.Count == 2 && context.SymbolOf(call) is IMethodSymbol { Parameters: [_, { Type.TypeKind: not TypeKind.Delegate }] })
        {
            return OfValue(call, argument, lazy);
        }

        if (!isLambda && (call.ArgumentList.Arguments.Count != 2 || context.SymbolOf(argument.Expression) is not IMethodSymbol { MethodKind: MethodKind.Ordinary }))
        {
            return null;
        }

        return new DictionaryUse(edit =>
        {
            edit.Replace(argument.Expression, factory => factory is LambdaExpressionSyntax lambda ? Delayed(lambda, lazy) : Delayed(factory, lazy));
            edit.Replace(call, LazyCreation.ValueOf);
        }, argument.Expression);
    }

    // GetOrAdd(key, Connect(key)) to GetOrAdd(key, _ => new Lazy<T>(() => Connect(key))).Value: it opened whether or not there was one.
    private static DictionaryUse? OfValue(InvocationExpressionSyntax call, ArgumentSyntax value, TypeSyntax lazy) =>
        value.DescendantNodes().Any(node => node is AwaitExpressionSyntax)
            ? null
            : new DictionaryUse(edit =>
            {
                edit.Replace(value.Expression, opening => Making("_", LazyCreation.New(lazy, opening.WithoutTrivia())).WithTriviaFrom(opening));
                edit.Replace(call, LazyCreation.ValueOf);
            }, value.Expression);

    // key => Connect(key) to key => new Lazy<T>(() => Connect(key)): what is async is the opening, not the making of the Lazy.
    private static LambdaExpressionSyntax Delayed(LambdaExpressionSyntax lambda, TypeSyntax lazy)
    {
        SyntaxTriviaList leading = lambda.GetLeadingTrivia();
        SyntaxTriviaList afterArrow = lambda.ArrowToken.TrailingTrivia;
        ExpressionSyntax creation = LazyCreation.New(lazy, lambda.Body.WithoutTrailingTrivia(), lambda.AsyncKeyword, afterArrow);
        LambdaExpressionSyntax outer = lambda switch
        {
            SimpleLambdaExpressionSyntax simple => simple.WithAsyncKeyword(default).WithBody(creation),
            ParenthesizedLambdaExpressionSyntax parenthesized => parenthesized.WithAsyncKeyword(default).WithBody(creation),
            _ => lambda,
        };
        return outer.WithArrowToken(lambda.ArrowToken.WithTrailingTrivia(Space)).WithLeadingTrivia(leading);
    }

    private static SimpleLambdaExpressionSyntax Delayed(ExpressionSyntax method, TypeSyntax lazy)
    {
        ExpressionSyntax opening = InvocationExpression(
            method.WithoutLeadingTrivia().WithoutTrailingTrivia(),
            ArgumentList(SingletonSeparatedList(Argument(IdentifierName("key")))));
        return Making("key", LazyCreation.New(lazy, opening)).WithTriviaFrom(method);
    }

    private static SimpleLambdaExpressionSyntax Making(string parameter, ExpressionSyntax made) => SimpleLambdaExpression(
        default,
        Parameter(Identifier(parameter)),
        Token(SyntaxKind.EqualsGreaterThanToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space),
        made);

    private static DictionaryUse? OfFound(ArgumentSyntax found, TypeSyntax lazy, SiteContext context)
    {
        if (found.Expression is IdentifierNameSyntax { Identifier.ValueText: "_" } or DeclarationExpressionSyntax { Designation: DiscardDesignationSyntax, Type.IsVar: true })
        {
            return new DictionaryUse(_ => { });
        }

        // Elsewhere nobody, not even the compiler, would say that nothing was found.
        if (found.Expression is not DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax variable } declaration
            || !context.Model.GetNullableContext(found.SpanStart).WarningsEnabled()
            || context.Model.GetDeclaredSymbol(variable, context.CancellationToken) is not { } local)
        {
            return null;
        }

        SyntaxNode scope = Acquisition.FunctionOf(found) ?? context.Root;
        IdentifierNameSyntax[] uses =
        [
            .. scope.DescendantNodes().OfType<IdentifierNameSyntax>().Where(use =>
                use.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(context.SymbolOf(use), local)),
        ];
        return Array.Exists(uses, use => use.Parent is ConditionalAccessExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax
            or IsPatternExpressionSyntax or BinaryExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: not 0 })
            ? null
            : new DictionaryUse(edit =>
            {
                if (!declaration.Type.IsVar)
                {
                    edit.Replace(declaration.Type, type => (type is NullableTypeSyntax ? NullableType(lazy) : lazy).WithTriviaFrom(type));
                }

                foreach (IdentifierNameSyntax use in uses)
                {
                    edit.Replace(use, LazyCreation.ValueOf);
                }
            });
    }
}
