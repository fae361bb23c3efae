using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using RedisGuard.CodeFixes.Owners;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>Takes the handler out of the event where its owner is disposed. Only for what a constructor or a start adds: not what a getter adds each time.</summary>
internal sealed class RemoveHandlerFix : SiteFix
{
    public RemoveHandlerFix()
        : base(Fixes.RemoveHandler, "Remove the handler when its owner is disposed", Descriptors.EventHandlerNeverRemoved.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is not { RawKind: (int)SyntaxKind.AddAssignmentExpression, Left: MemberAccessExpressionSyntax added } assignment
            || assignment.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || declaration is not (ClassDeclarationSyntax or RecordDeclarationSyntax)
            || context.Model.GetDeclaredSymbol(declaration, context.CancellationToken) is not INamedTypeSymbol { TypeKind: TypeKind.Class, IsStatic: false } type
            || Reach.TextOf(added.Expression, context) is not { } connection
            || context.SymbolOf(added) is not IEventSymbol { Type: INamedTypeSymbol { DelegateInvokeMethod.Parameters: [{ } sender, { } arguments] } } raised)
        {
            return false;
        }

        var method = HandlerMethod.Of(
            assignment.Right, declaration, context, "On" + raised.Name, (TypeOf(sender), "sender"), (TypeOf(arguments), "e"));
        string? handler = method?.Name ?? (assignment.Right is AnonymousFunctionExpressionSyntax ? null : Reach.TextOf(assignment.Right, context));
        if (handler is null)
        {
            return false;
        }

        string[] lines = [$"{connection}.{raised.Name} -= {handler};"];
        if (!OwnerDisposal.TryAdd(edit, declaration, type, new ClosingText(connection, lines, lines), context))
        {
            return false;
        }

        method?.Apply(edit, context);
        return true;

        string TypeOf(IParameterSymbol parameter)
        {
            ITypeSymbol written = context.Model.GetNullableContext(assignment.SpanStart).AnnotationsEnabled() ? parameter.Type : parameter.Type.WithNullableAnnotation(NullableAnnotation.None);
            return written.ToMinimalDisplayString(context.Model, assignment.SpanStart);
        }
    }
}
