using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>A service that code gets from the container: a parameter of its type's one constructor, or of an endpoint's lambda, that is there or one more.</summary>
internal sealed class Injection
{
    private readonly Action<TrackedEdit> _apply;

    public Injection(ExpressionSyntax value, Action<TrackedEdit>? apply = null)
    {
        Value = value;
        _apply = apply ?? (_ => { });
    }

    /// <summary>The name of the service at the place.</summary>
    public ExpressionSyntax Value { get; }

    public void Apply(TrackedEdit edit) => _apply(edit);

    /// <summary>Null where the place has no instance, or the container doesn't make the type.</summary>
    public static Injection? Plan(SyntaxNode place, INamedTypeSymbol service, SiteContext context)
    {
        if (EndpointInjection.LambdaAround(place) is { } lambda)
        {
            return EndpointInjection.Of(lambda, service, context);
        }

        if (place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not ClassDeclarationSyntax owner
            || context.Model.GetDeclaredSymbol(owner, context.CancellationToken) is not { IsAbstract: false, IsStatic: false } type)
        {
            return null;
        }

        if (type.InstanceConstructors is [{ IsImplicitlyDeclared: true }])
        {
            return HasInstance(place, owner) && IsInBody(place) && !MadeByHand.Is(type, context) ? NewConstructor.Of(owner, type, service, context) : null;
        }

        if (type.InstanceConstructors.Where(made => !made.IsImplicitlyDeclared).ToArray() is not [{ Parameters.Length: > 0 } constructor]
            || !constructor.Parameters.All(parameter => IsService(parameter.Type))
            || !HasInstance(place, owner)
            || MadeByHand.Is(type, context))
        {
            return null;
        }

        return constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken) switch
        {
            ClassDeclarationSyntax declaration when declaration == owner => OfPrimary(place, owner, constructor, service, context),
            ConstructorDeclarationSyntax declaration when declaration.Parent == owner => OfOrdinary(place, owner, declaration, type, constructor, service, context),
            _ => null,
        };
    }

    private static Injection? OfPrimary(SyntaxNode place, ClassDeclarationSyntax owner, IMethodSymbol constructor, INamedTypeSymbol service, SiteContext context)
    {
        if (Given(constructor, service) is { } given)
        {
            return new Injection(IdentifierName(given.Name));
        }

        if (NameIn(owner) is not { } name)
        {
            return null;
        }

        ParameterSyntax[] idle = [.. owner.ParameterList!.Parameters.Where(parameter => IsOnlyIn(place, parameter, owner))];
        return new Injection(IdentifierName(name), edit =>
        {
            // The compiler warns of a parameter that nothing reads (CS9113).
            if (idle is [{ } last])
            {
                edit.Replace(last, current => current.WithType(context.TypeReference(service).WithTriviaFrom(current.Type!)).WithIdentifier(Identifier(name).WithTriviaFrom(current.Identifier)));
            }
            else
            {
                edit.Replace(owner.ParameterList!, list => ParameterAddition.WithOneMore(list, name, service, context));
            }
        });
    }

    private static Injection? OfOrdinary(
        SyntaxNode place,
        ClassDeclarationSyntax owner,
        ConstructorDeclarationSyntax declaration,
        INamedTypeSymbol type,
        IMethodSymbol constructor,
        INamedTypeSymbol service,
        SiteContext context)
    {
        bool isInside = declaration.Span.Contains(place.Span);
        if (!isInside && !IsInBody(place))
        {
            return null;
        }

        if (Given(constructor, service) is { } given)
        {
            return isInside ? new Injection(IdentifierName(given.Name)) : KeptIn(declaration, given, context) is { } kept ? new Injection(kept) : null;
        }

        if (NameIn(owner) is not { } name || declaration.Body is not { } body)
        {
            return null;
        }

        if (isInside)
        {
            return new Injection(IdentifierName(name), edit => edit.Replace(declaration.ParameterList, list => ParameterAddition.WithOneMore(list, name, service, context)));
        }

        if (!Layout.StartsLine(body.CloseBraceToken))
        {
            return null;
        }

        string field = FieldNaming.NameFor("Redis", type, context.Root);
        return new Injection(IdentifierName(field), edit =>
        {
            SyntaxTrivia lineEnd = Layout.LineEnd(context.Root);
            string outside = Layout.IndentationOf(body);
            string inside = body.Statements.Count > 0 ? Layout.IndentationOf(body.Statements[0]) : outside + Indentation.Step(Layout.IndentationOf(owner), outside);
            string target = field == name ? "this." + field : field;
            edit.Replace(body, current => current.AddStatements(ParseStatement($"{inside}{target} = {name};{lineEnd}")));
            edit.Replace(declaration.ParameterList, list => ParameterAddition.WithOneMore(list, name, service, context));
            FieldDeclarationSyntax kept = FieldDeclaration(VariableDeclaration(
                    context.TypeReference(service).WithTrailingTrivia(Space), SingletonSeparatedList(VariableDeclarator(field))))
                .WithModifiers(TokenList(Token(SyntaxKind.PrivateKeyword).WithTrailingTrivia(Space), Token(SyntaxKind.ReadOnlyKeyword).WithTrailingTrivia(Space)));
            edit.Replace(owner, current => FieldInsertion.Insert(current, kept, string.Empty, lineEnd));
        });
    }

    private static bool IsInBody(SyntaxNode place) =>
        place.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() is not null || place.FirstAncestorOrSelf<BasePropertyDeclarationSyntax>() is not null;

    private static bool IsOnlyIn(SyntaxNode place, ParameterSyntax parameter, ClassDeclarationSyntax owner)
    {
        SyntaxToken[] uses =
        [
            .. owner.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)
                && token.ValueText == parameter.Identifier.ValueText && token != parameter.Identifier),
        ];
        return uses.Length > 0 && uses.All(use => place.Span.Contains(use.Span));
    }

    private static IParameterSymbol? Given(IMethodSymbol constructor, INamedTypeSymbol service) =>
        constructor.Parameters.FirstOrDefault(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, service));

    // _redis = redis; of a field that nothing else is put in.
    private static ExpressionSyntax? KeptIn(ConstructorDeclarationSyntax declaration, IParameterSymbol given, SiteContext context) => declaration
        .DescendantNodes().OfType<AssignmentExpressionSyntax>()
        .Where(assignment => SymbolEqualityComparer.Default.Equals(context.SymbolOf(assignment.Right), given)
            && context.SymbolOf(assignment.Left) is IFieldSymbol { IsReadOnly: true, IsStatic: false })
        .Select(assignment => assignment.Left.WithoutTrivia())
        .FirstOrDefault();

    private static bool IsService(ITypeSymbol type) => type is { IsReferenceType: true, SpecialType: SpecialType.None, TypeKind: TypeKind.Class or TypeKind.Interface };

    private static bool HasInstance(SyntaxNode place, ClassDeclarationSyntax owner) => !place.Ancestors().TakeWhile(node => node != owner).Any(node => node switch
    {
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.StaticKeyword),
        AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers.Any(SyntaxKind.StaticKeyword),
        MemberDeclarationSyntax member => member.Modifiers.Any(SyntaxKind.StaticKeyword),
        ConstructorInitializerSyntax => true,
        _ => false,
    });

    /// <summary>A name for the parameter that nothing around it has; null where all are taken.</summary>
    public static string? NameIn(SyntaxNode owner) => FreeName.In(owner, "redis", "redisConnection", "multiplexer");
}
