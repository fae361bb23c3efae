using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.CodeFixes.Closing;
using RedisGuard.CodeFixes.Editing;
using RedisGuard.CodeFixes.Racing;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>
/// A private <c>Lazy</c> or task of a connection, filled where it is declared or by a constructor's statement. The pool opens at first need and
/// goes on trying, as such a place does not: each that reads it can ask the pool, and the place goes.
/// </summary>
internal sealed class KeptOpening
{
    // More copies of one configuration than these are worth a place of their own.
    private const int MostReads = 3;

    private readonly PrivateField _field;
    private readonly StatementSyntax? _fill;

    private KeptOpening(PrivateField field, ExpressionSyntax[] reads, StatementSyntax? fill)
    {
        _field = field;
        _fill = fill;
        Reads = reads;
    }

    /// <summary>What gives the connection, or its task, out of the place: <c>_m.Value</c>.</summary>
    public IReadOnlyList<ExpressionSyntax> Reads { get; }

    /// <summary>Null where the place is used in another way, or its configuration is known only where it is filled.</summary>
    public static KeptOpening? Of(FixContext context)
    {
        ExpressionSyntax value = ClosingCall.WithoutCasts(context.Acquisition.Value);
        bool isLazy = value.Parent is LambdaExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax } };
        if (isLazy)
        {
            value = ClosingCall.WithoutCasts((ExpressionSyntax)value.Parent!.Parent!.Parent!.Parent!);
        }

        (ISymbol? symbol, StatementSyntax? fill) = value.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => (context.Model.GetDeclaredSymbol(variable, context.CancellationToken), null),
            AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax { Parent: BlockSyntax { Parent: ConstructorDeclarationSyntax } } statement } assignment when assignment.Right == value =>
                (context.SymbolOf(assignment.Left), (StatementSyntax)statement),
            _ => default,
        };
        if ((!isLazy && !context.Acquisition.IsTask)
            || PrivateField.Of(symbol, context) is not { } field
            || (isLazy && field.Symbol.Type.Name != "Lazy")
            || !IsKnownEverywhere(context)
            || field.Uses.Any(IsBesideAClosing))
        {
            return null;
        }

        ExpressionSyntax?[] reads = [.. field.Uses.Where(use => fill?.Span.Contains(use.Span) != true).Select(use => ReadOf(use, isLazy))];
        return reads.Length is > 0 and <= MostReads && reads.All(read => read is not null)
            ? new KeptOpening(field, [.. reads.Select(read => read!)], fill)
            : null;
    }

    public void Remove(TrackedEdit edit)
    {
        if (_fill is not null)
        {
            StatementRemoval.RemoveWithRemarks(edit, _fill);
        }

        FieldRemoval.Remove(edit, _field.Declaration);
        edit.IsFileWide = true;
    }

    // Code that closes what it reads there would close the pool's.
    private static bool IsBesideAClosing(ExpressionSyntax use) => use.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
        && member.DescendantTokens().Any(token => token.IsKind(SyntaxKind.UsingKeyword) || ClosingCall.IsClosingName(token.ValueText));

    private static ExpressionSyntax? ReadOf(ExpressionSyntax use, bool isLazy) => use.Parent switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" } value when isLazy && value.Expression == use => value,
        AwaitExpressionSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax when !isLazy => use,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } when !isLazy => use,
        _ => null,
    };

    // A primary constructor's parameter is; an ordinary one's isn't.
    private static bool IsKnownEverywhere(FixContext context) => context.Acquisition.Call.ArgumentList.Arguments is [{ } configuration]
        && context.Model.GetOperation(configuration.Expression, context.CancellationToken) is { } operation
        && operation.DescendantsAndSelf().All(part => part switch
        {
            ILocalReferenceOperation => false,
            IParameterReferenceOperation parameter => parameter.Parameter.DeclaringSyntaxReferences.Any(declared => declared.GetSyntax(context.CancellationToken).Parent?.Parent is TypeDeclarationSyntax),
            _ => true,
        });
}
