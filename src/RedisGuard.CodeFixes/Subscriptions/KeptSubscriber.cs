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

    /// <summary>Null for a subscription that isn't a statement of a constructor's own block, or all that the constructor does.</summary>
    public static KeptSubscriber? Of(InvocationExpressionSyntax call, ExpressionSyntax receiver, TypeDeclarationSyntax declaration, INamedTypeSymbol type, SiteContext context)
        => ConstructorLine.PlaceOf(Calls.Awaited(call)) is { } place
            && context.Model.Compilation.GetTypeByMetadataName("StackExchange.Redis.ISubscriber") is { } subscriber
            && SymbolEqualityComparer.Default.Equals(context.Model.GetTypeInfo(receiver, context.CancellationToken).Type, subscriber)
                ? new KeptSubscriber(FieldNaming.NameFor("Subscriber", type, context.Root), place, receiver, declaration, subscriber)
                : null;

    public void Apply(TrackedEdit edit, SiteContext context)
    {
        SyntaxTrivia lineEnd = Layout.LineEnd(context.Root);
        edit.Replace(_receiver, current => IdentifierName(Field).WithTriviaFrom(current));
        ConstructorLine.PutBefore(edit, _place, $"{Field} = {_receiver.WithoutTrivia()};");
        FieldDeclarationSyntax field = FieldDeclaration(VariableDeclaration(
                context.TypeReference(_subscriber).WithTrailingTrivia(Space), SingletonSeparatedList(VariableDeclarator(Field))))
            .WithModifiers(TokenList(Token(SyntaxKind.PrivateKeyword).WithTrailingTrivia(Space), Token(SyntaxKind.ReadOnlyKeyword).WithTrailingTrivia(Space)));
        edit.Replace(_declaration, current => FieldInsertion.Insert(current, field, string.Empty, lineEnd));
    }
}
