using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Closing;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>A local that had the connection of its own, and would be one more name of a service that has one already.</summary>
internal sealed class SpareLocal
{
    private readonly LocalDeclarationStatementSyntax _statement;
    private readonly IReadOnlyList<IdentifierNameSyntax> _uses;

    private SpareLocal(LocalDeclarationStatementSyntax statement, IReadOnlyList<IdentifierNameSyntax> uses)
    {
        _statement = statement;
        _uses = uses;
    }

    /// <summary>Null where the local is more than a name: it is assigned elsewhere, or its line says something.</summary>
    public static SpareLocal? Of(FixContext context)
    {
        if (ClosingCall.WithoutCasts(context.Acquisition.Value).Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax } statement } } variable }
            || statement.DescendantTrivia().Any(Layout.IsComment)
            || context.Model.GetDeclaredSymbol(variable, context.CancellationToken) is not ILocalSymbol local)
        {
            return null;
        }

        IdentifierNameSyntax[] uses =
        [
            .. statement.Parent!.DescendantNodes().OfType<IdentifierNameSyntax>()
                .Where(use => use.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(context.SymbolOf(use), local)),
        ];
        return uses.All(use => use.Parent is not (AssignmentExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: not 0 })) ? new SpareLocal(statement, uses) : null;
    }

    public void Replace(TrackedEdit edit, ExpressionSyntax service)
    {
        foreach (IdentifierNameSyntax use in _uses)
        {
            edit.Replace(use, current => service.WithTriviaFrom(current));
        }

        StatementRemoval.Remove(edit, _statement);
    }
}
