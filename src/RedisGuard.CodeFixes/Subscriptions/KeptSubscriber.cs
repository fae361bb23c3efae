using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using RedisGuard.CodeFixes.Sharing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>Keeps the subscriber that a constructor subscribes at and then forgets, for the Dispose that has to unsubscribe.</summary>
internal sealed class KeptSubscriber
{
    private readonly SyntaxNode _place;
    private readonly ExpressionSyntax _receiver;
    private readonly TypeDeclarationSyntax _declaration;
    private readonly INamedTypeSymbol _subscriber;

    private KeptSubscriber(string field, SyntaxNode place, ExpressionSyntax receiver, TypeDeclarationSyntax declaration, INamedTypeSymbol subscriber)
    {
        Field = field;
        _place = place;
        _receiver = receiver;
        _declaration = declaration;
        _subscriber = subscriber;
    }

    /// <summary>The field's name.</summary>
    public string Field { get; }

    /// <summary>Null for a subscription that isn't a statement of a constructor's own block, on a line of its own.</summary>
    public static KeptSubscriber? Of(InvocationExpressionSyntax call, ExpressionSyntax receiver, TypeDeclarationSyntax declaration, INamedTypeSymbol type, SiteContext context)
        => PlaceOf(Calls.Awaited(call)) is { } place
            && Layout.StartsLine(place.GetFirstToken())
            && context.Model.Compilation.GetTypeByMetadataName("StackExchange.Redis.ISubscriber") is { } subscriber
            && SymbolEqualityComparer.Default.Equals(context.Model.GetTypeInfo(receiver, context.CancellationToken).Type, subscriber)
                ? new KeptSubscriber(FieldNaming.NameFor("Subscriber", type, context.Root), place, receiver, declaration, subscriber)
                : null;

    // A statement of the constructor's block, or the constructor that is nothing but the call.
    private static SyntaxNode? PlaceOf(ExpressionSyntax subscribing) => subscribing.Parent switch
    {
        ExpressionStatementSyntax { Parent: BlockSyntax { Parent: ConstructorDeclarationSyntax constructor } } statement when !constructor.Modifiers.Any(SyntaxKind.StaticKeyword) => statement,
        ArrowExpressionClauseSyntax { Parent: ConstructorDeclarationSyntax { Initializer: null } constructor } arrow
            when !constructor.Modifiers.Any(SyntaxKind.StaticKeyword) && !constructor.SemicolonToken.TrailingTrivia.Any(Layout.IsComment) && !arrow.ArrowToken.TrailingTrivia.Any(Layout.IsComment) => constructor,
        _ => null,
    };

    public void Apply(TrackedEdit edit, SiteContext context)
    {
        SyntaxTrivia lineEnd = Layout.LineEnd(context.Root);
        string text = $"{Field} = {_receiver.WithoutTrivia()};";
        edit.Replace(_receiver, current => IdentifierName(Field).WithTriviaFrom(current));
        if (edit.Current(_place) is StatementSyntax statement)
        {
            StatementSyntax keeping = ParseStatement(text).WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(lineEnd);
            edit.Root = edit.Root.ReplaceNode(statement, [keeping, statement.WithLeadingTrivia(Whitespace(Layout.IndentationOf(statement)))]);
        }
        else if (edit.Current(_place) is ConstructorDeclarationSyntax { ExpressionBody: { } arrow } constructor)
        {
            string outside = Layout.IndentationOf(constructor);
            string inside = outside + Indentation.Step(Layout.IndentationOf(_declaration), outside);
            edit.Root = edit.Root.ReplaceNode(constructor, constructor
                .WithExpressionBody(null)
                .WithSemicolonToken(default)
                .WithParameterList(constructor.ParameterList.WithTrailingTrivia(lineEnd))
                .WithBody(Block(
                    Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(Whitespace(outside)).WithTrailingTrivia(lineEnd),
                    List(
                    [
                        ParseStatement(text).WithLeadingTrivia(Whitespace(inside)).WithTrailingTrivia(lineEnd),
                        ExpressionStatement(arrow.Expression.WithoutTrivia()).WithLeadingTrivia(Whitespace(inside)).WithTrailingTrivia(lineEnd),
                    ]),
                    Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(Whitespace(outside)).WithTrailingTrivia(constructor.SemicolonToken.TrailingTrivia))));
        }

        FieldDeclarationSyntax field = FieldDeclaration(VariableDeclaration(
                context.TypeReference(_subscriber).WithTrailingTrivia(Space), SingletonSeparatedList(VariableDeclarator(Field))))
            .WithModifiers(TokenList(Token(SyntaxKind.PrivateKeyword).WithTrailingTrivia(Space), Token(SyntaxKind.ReadOnlyKeyword).WithTrailingTrivia(Space)));
        edit.Replace(_declaration, current => FieldInsertion.Insert(current, field, string.Empty, lineEnd));
    }
}
