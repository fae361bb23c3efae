using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Closing;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>
/// Makes code that opened a connection a borrower of a shared one: it no longer closes it, by <c>using</c> or by a call. Where
/// the connection goes to somebody who may close it, this can't be done.
/// </summary>
internal sealed class Disowning
{
    private readonly VariableDeclarationSyntax? _declaration;
    private readonly StatementSyntax? _filling;
    private readonly TypeSyntax? _declaredType;
    private readonly ClosingCalls? _closings;
    private readonly bool _isOfMember;

    private Disowning(VariableDeclarationSyntax? declaration = null, ClosingCalls? closings = null, StatementSyntax? filling = null)
    {
        _declaration = declaration;
        _filling = filling;
        _declaredType = declaration?.Type;
        _closings = closings;
    }

    private Disowning(OwnedMember member, Acquisition acquisition)
    {
        _declaredType = member.DeclaredType;
        _closings = member.Closings;
        _isOfMember = true;
        OtherOpenings = [.. member.Openings.Where(opening => opening.Call != acquisition.Call)];
    }

    /// <summary>What else fills the member that the connection is kept in: all of it must borrow, as nobody closes it any more.</summary>
    public Acquisition[] OtherOpenings { get; } = [];

    public static Disowning? Plan(FixContext context)
    {
        ExpressionSyntax value = ClosingCall.WithoutCasts(context.Acquisition.Value);
        switch (value.Parent)
        {
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } variable }:
                return context.Model.GetDeclaredSymbol(variable, context.CancellationToken) switch
                {
                    ILocalSymbol local => OfLocal(local, declaration, assignment: null, context),
                    IFieldSymbol field => OfMember(field, context),
                    _ => null,
                };
            case EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property }:
                return OfMember(context.Model.GetDeclaredSymbol(property, context.CancellationToken), context);
            case AssignmentExpressionSyntax assignment when assignment.Right == value:
                return OfAssignment(assignment, context);
            case MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax:
                return ClosingCall.On(context.Acquisition.Value) is null && !new Handover(context).AttachesHandler(value) ? new Disowning() : null;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Left: IdentifierNameSyntax given, Parent: AssignmentExpressionSyntax { Left: var kept } choosing } choice
                when choice.Right == value && choosing.Right == choice && context.SymbolOf(given) is IParameterSymbol:
                // Given or borrowed, it is nobody's to close here.
                return context.SymbolOf(kept) is { Kind: SymbolKind.Field or SymbolKind.Property } place && !new Handover(context).IsClosedByItsType(place) ? new Disowning() : null;
            case ArgumentSyntax { Parent.Parent: PrimaryConstructorBaseTypeSyntax or ConstructorInitializerSyntax }:
                // What a base type is given, this type may close as well.
                return null;
            case ArgumentSyntax { Parent: BaseArgumentListSyntax } argument:
                return new Handover(context).Keeps(argument) ? null : new Disowning();
            case ExpressionStatementSyntax:
                return new Disowning();
            case ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax or AccessorDeclarationSyntax { RawKind: (int)SyntaxKind.GetAccessorDeclaration } }:
            case ReturnStatementSyntax when Acquisition.FunctionOf(value) is AccessorDeclarationSyntax:
                // Nobody closes what a property gave him; what a method returned, he may.
                return new Disowning();
            default:
                return null;
        }
    }

    /// <param name="edit">The file to change.</param>
    /// <param name="opening">The expression that opens.</param>
    /// <param name="borrowing">What takes its place.</param>
    /// <param name="declaredType">What a local declared as <c>ConnectionMultiplexer</c> becomes; null leaves it.</param>
    public void Apply(TrackedEdit edit, ExpressionSyntax opening, Func<ExpressionSyntax, ExpressionSyntax> borrowing, TypeSyntax? declaredType)
    {
        edit.Replace(opening, current => borrowing(current).WithTriviaFrom(current));
        edit.IsFileWide |= _isOfMember;
        if (declaredType is not null && _declaredType is not null)
        {
            TypeSyntax written = _declaredType is NullableTypeSyntax nullable ? nullable.ElementType : _declaredType;
            edit.Replace(written, current => declaredType.WithTriviaFrom(current));
        }

        _closings?.Remove(edit);
        switch (_declaration?.Parent)
        {
            case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } statement:
                edit.Replace(statement, current => current
                    .WithAwaitKeyword(default)
                    .WithUsingKeyword(default)
                    .WithLeadingTrivia(current.GetLeadingTrivia()));
                break;
            case UsingStatementSyntax scope:
                UsingStatementSyntax now = edit.Current(scope)!;
                VariableDeclarationSyntax declaration = now.Declaration!.WithoutLeadingTrivia().WithoutTrailingTrivia();
                edit.Root = Hoisting.Hoist(edit.Root, now, SyntaxFactory.LocalDeclarationStatement(declaration), now.Statement);
                break;
            case LocalDeclarationStatementSyntax empty when _filling is not null:
                EmptyDeclaration.JoinWith(edit, empty, _filling);
                break;
        }
    }

    /// <summary>Whether what holds the connection is declared as the class, not as <c>var</c> or the interface.</summary>
    public bool DeclaresType(ITypeSymbol type, FixContext context) =>
        _declaredType is { IsVar: false }
        && SymbolEqualityComparer.Default.Equals(context.Model.GetTypeInfo(_declaredType, context.CancellationToken).Type, type);

    private static Disowning? OfAssignment(AssignmentExpressionSyntax assignment, FixContext context)
    {
        if (assignment.Left is IdentifierNameSyntax { Identifier.ValueText: "_" })
        {
            return new Disowning();
        }

        switch (context.Model.GetSymbolInfo(assignment.Left, context.CancellationToken).Symbol)
        {
            case ILocalSymbol local when assignment.Parent is ExpressionStatementSyntax
                && local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken)
                    is VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax } declaration } variable
                && variable.Initializer?.Value is null or LiteralExpressionSyntax or DefaultExpressionSyntax
                    or PostfixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax }:
                return OfLocal(local, declaration, assignment, context);
            case { Kind: SymbolKind.Field or SymbolKind.Property } member:
                return OfMember(member, context);
            default:
                return null;
        }
    }

    private static Disowning? OfLocal(
        ILocalSymbol local, VariableDeclarationSyntax declaration, AssignmentExpressionSyntax? assignment, FixContext context)
    {
        bool isUsing = declaration.Parent is UsingStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 };
        if (declaration.Parent is not (LocalDeclarationStatementSyntax or UsingStatementSyntax) || (isUsing && declaration.Variables.Count > 1))
        {
            return null;
        }

        SyntaxNode within = Acquisition.FunctionOf(declaration) ?? context.Acquisition.Member;
        var handover = new Handover(context);
        foreach (IdentifierNameSyntax use in within.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (use.Identifier.ValueText == local.Name && handover.Happens(use, assignment)
                && SymbolEqualityComparer.Default.Equals(context.Model.GetSymbolInfo(use, context.CancellationToken).Symbol, local))
            {
                return null;
            }
        }

        var closings = ClosingCalls.Find(local, within, context.Model, context.CancellationToken);
        return closings.HasInseparable ? null : new Disowning(declaration, closings, assignment?.Parent as StatementSyntax);
    }

    private static Disowning? OfMember(ISymbol? member, FixContext context)
    {
        if (member is null)
        {
            return null;
        }

        if (OwnedMember.Of(member, context) is { } owned)
        {
            return new Disowning(owned, context.Acquisition);
        }

        return new Handover(context).IsClosedByItsType(member) ? null : new Disowning();
    }
}
