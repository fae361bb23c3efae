using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using RedisGuard.CodeFixes.Owners;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>Takes the handler out of the event where its owner is disposed. Only for what a constructor or a start adds: not what a getter adds each time.</summary>
internal sealed class RemoveHandlerCure : SiteCure
{
    public RemoveHandlerCure()
        : base(Cures.RemoveHandler, "Remove the handler when its owner is disposed", Descriptors.EventHandlerNeverRemoved.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is not { RawKind: (int)SyntaxKind.AddAssignmentExpression, Left: MemberAccessExpressionSyntax added } assignment
            || assignment.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || declaration is not (ClassDeclarationSyntax or RecordDeclarationSyntax)
            || context.Model.GetDeclaredSymbol(declaration, context.CancellationToken) is not INamedTypeSymbol { TypeKind: TypeKind.Class, IsStatic: false } type
            || Reach.TextOf(added.Expression, context) is not { } connection
            || Reach.TextOf(assignment.Right, context) is not { } handler)
        {
            return false;
        }

        string[] lines = [$"{connection}.{added.Name.Identifier.ValueText} -= {handler};"];
        return OwnerDisposal.TryAdd(edit, declaration, type, new ClosingText(connection, lines, lines), context);
    }
}
