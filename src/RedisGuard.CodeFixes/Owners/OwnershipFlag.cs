using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using RedisGuard.CodeFixes.Sharing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Owners;

/// <summary>A field that says whether the owner opened its connection or was given one: only what it opened is its own to close.</summary>
internal sealed class OwnershipFlag
{
    private readonly SyntaxNode _place;
    private readonly string _given;
    private readonly TypeDeclarationSyntax _declaration;

    private OwnershipFlag(string name, SyntaxNode place, string given, TypeDeclarationSyntax declaration)
    {
        Name = name;
        _place = place;
        _given = given;
        _declaration = declaration;
    }

    /// <summary>The field's name.</summary>
    public string Name { get; }

    /// <summary>Null where the connection isn't kept by a statement of the only constructor, or by all that it does.</summary>
    public static OwnershipFlag? Of(Keeper keeper, TypeDeclarationSyntax declaration, INamedTypeSymbol type, SiteContext context)
        => keeper is { Given: { } given, Assignment: { } assignment }
            && ConstructorLine.PlaceOf(assignment) is { } place
            && type.InstanceConstructors.Length == 1
                ? new OwnershipFlag(FieldNaming.NameFor("OwnsRedis", type, context.Root), place, given.Identifier.ValueText, declaration)
                : null;

    /// <summary>The closing, where the flag is set.</summary>
    public ClosingText Guard(ClosingText closing)
        => closing with { Sync = Guarded(closing.Sync), Async = Guarded(closing.Async) };

    public void Apply(TrackedEdit edit, SiteContext context)
    {
        SyntaxTrivia lineEnd = Layout.LineEnd(context.Root);
        ConstructorLine.PutBefore(edit, _place, $"{Name} = {_given} == null;");
        FieldDeclarationSyntax field = FieldDeclaration(VariableDeclaration(
                PredefinedType(Token(SyntaxKind.BoolKeyword)).WithTrailingTrivia(Space), SingletonSeparatedList(VariableDeclarator(Name))))
            .WithModifiers(TokenList(Token(SyntaxKind.PrivateKeyword).WithTrailingTrivia(Space), Token(SyntaxKind.ReadOnlyKeyword).WithTrailingTrivia(Space)));
        edit.Replace(_declaration, current => FieldInsertion.Insert(current, field, string.Empty, lineEnd));
    }

    private string[] Guarded(string[] lines) => lines.Length == 0 ? lines : [$"if ({Name})", "{", .. lines.Select(line => "    " + line), "}"];
}
