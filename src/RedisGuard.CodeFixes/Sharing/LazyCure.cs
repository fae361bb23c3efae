using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>
/// <c>ConnectionMultiplexer.Connect(x)</c> becomes <c>RedisConnection.Value</c> of a <c>static readonly Lazy&lt;ConnectionMultiplexer&gt;</c>,
/// which all calls of the type with the same arguments share. It lives as long as the process, so nobody closes it.
/// </summary>
internal sealed class LazyCure : Cure
{
    public LazyCure()
        : base(Cures.Lazy, "Open the connection once, in a static Lazy<ConnectionMultiplexer>")
    {
    }

    protected override bool Apply(TrackedEdit edit, CureContext context, bool awaiting)
    {
        Acquisition acquisition = context.Acquisition;
        if (acquisition.Call.DescendantTrivia().Any(trivia => trivia.IsComment() || trivia.IsDirective)
            || OwnerOf(acquisition.Call) is not { } owner
            || context.Model.GetDeclaredSymbol(owner, context.CancellationToken) is not { } type
            || IsGeneric(type)
            || Disowning.Plan(context) is not { OtherOpenings.Length: 0 } disowning
            || LazyField.For(type, context, awaiting) is not { } field)
        {
            return false;
        }

        ExpressionSyntax value = MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, IdentifierName(field.Name), IdentifierName("Value"));
        if (!awaiting)
        {
            disowning.Apply(edit, acquisition.OuterValue, _ => value, declaredType: null);
        }
        else if (acquisition.IsAwaited)
        {
            disowning.Apply(edit, acquisition.Call, _ => value, declaredType: null);
        }
        else
        {
            ExpressionSyntax place = acquisition.OuterValue;
            disowning.Apply(edit, place, _ => Awaited.In(place, value), declaredType: null);
        }

        if (field.Declaration is { } declaration)
        {
            string written = Layout.IndentationOf(acquisition.Call);
            edit.Replace(owner, current => FieldInsertion.Insert(current, declaration, written, Layout.LineEnd(edit.Root)));
        }

        return true;
    }

    // The nearest type that can hold a static field; a program of top-level statements has none to show.
    private static TypeDeclarationSyntax? OwnerOf(SyntaxNode node)
    {
        TypeDeclarationSyntax? owner = node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault(type =>
            type is ClassDeclarationSyntax or StructDeclarationSyntax or RecordDeclarationSyntax or InterfaceDeclarationSyntax);
        return owner is InterfaceDeclarationSyntax ? null : owner;
    }

    // A static field of a generic type exists once for each instantiation: the connection would not be one.
    private static bool IsGeneric(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? outer = type; outer is not null; outer = outer.ContainingType)
        {
            if (outer.Arity > 0)
            {
                return true;
            }
        }

        return false;
    }
}
