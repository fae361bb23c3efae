using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>The first constructor of a type that the framework makes: a controller, a hub, a page, a hosted service.</summary>
internal static class NewConstructor
{
    private static readonly string[] s_made = ["ControllerBase", "Hub", "PageModel", "ViewComponent", "BackgroundService"];

    /// <summary>Null for a type that somebody else may make, or without a member that shows its layout.</summary>
    public static Injection? Of(ClassDeclarationSyntax owner, INamedTypeSymbol type, INamedTypeSymbol service, SiteContext context)
    {
        if (!IsMadeByFramework(type)
            || owner.Members.Count == 0
            || !Layout.StartsLine(owner.Members[0].GetFirstToken())
            || type.BaseType is not { } baseType
            || !baseType.InstanceConstructors.Any(made => made.Parameters.IsEmpty)
            || Injection.NameIn(owner) is not { } name)
        {
            return null;
        }

        string field = FieldNaming.NameFor("Redis", type, context.Root);
        return new Injection(IdentifierName(field), edit => edit.Replace(owner, current => With(current, field, name, service, context)));
    }

    private static bool IsMadeByFramework(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (Array.IndexOf(s_made, current.Name) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static ClassDeclarationSyntax With(ClassDeclarationSyntax owner, string field, string name, INamedTypeSymbol service, SiteContext context)
    {
        SyntaxTrivia lineEnd = Layout.LineEnd(context.Root);
        string outside = Layout.IndentationOf(owner.Members[0]);
        string inside = outside + Indentation.Step(Layout.IndentationOf(owner), outside);
        FieldDeclarationSyntax kept = FieldDeclaration(VariableDeclaration(
                context.TypeReference(service).WithTrailingTrivia(Space), SingletonSeparatedList(VariableDeclarator(field))))
            .WithModifiers(TokenList(Token(SyntaxKind.PrivateKeyword).WithTrailingTrivia(Space), Token(SyntaxKind.ReadOnlyKeyword).WithTrailingTrivia(Space)));
        string target = field == name ? "this." + field : field;
        var constructor = (ConstructorDeclarationSyntax)ParseMemberDeclaration(
            $"{lineEnd}{outside}public {owner.Identifier.ValueText}(){lineEnd}{outside}{{{lineEnd}{inside}{target} = {name};{lineEnd}{outside}}}{lineEnd}")!;
        constructor = constructor.WithParameterList(ParameterAddition.WithOneMore(constructor.ParameterList, name, service, context));
        var changed = (ClassDeclarationSyntax)FieldInsertion.Insert(owner, kept, string.Empty, lineEnd);
        int after = changed.Members.LastIndexOf(member => member is FieldDeclarationSyntax) + 1;
        return changed.WithMembers(changed.Members.Insert(after, constructor));
    }
}
