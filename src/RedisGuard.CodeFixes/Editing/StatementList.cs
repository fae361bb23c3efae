using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Editing;

/// <summary>Statements that follow one another: of a block, or of a program whose statements stand at the top of a file.</summary>
internal static class StatementList
{
    /// <summary>The block or the file that a statement stands in directly; null where it stands alone.</summary>
    public static SyntaxNode? HolderOf(StatementSyntax statement)
        => statement.Parent switch
        {
            BlockSyntax block => block,
            GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit,
            _ => null,
        };

    public static IReadOnlyList<StatementSyntax> Of(SyntaxNode holder)
        => holder is BlockSyntax block ? block.Statements : ((CompilationUnitSyntax)holder).Members.OfType<GlobalStatementSyntax>().Select(global => global.Statement).ToArray();

    /// <summary>What follows a statement; all of them where there is none.</summary>
    public static IEnumerable<StatementSyntax> After(SyntaxNode holder, StatementSyntax? statement)
        => statement is null ? Of(holder) : Of(holder).Where(other => other.SpanStart > statement.SpanStart);

    /// <summary>The same block or file with other statements; the types of a file come after them.</summary>
    public static SyntaxNode With(SyntaxNode holder, IEnumerable<StatementSyntax> statements)
        => holder is BlockSyntax block
            ? block.WithStatements(SyntaxFactory.List(statements))
            : ((CompilationUnitSyntax)holder).WithMembers(SyntaxFactory.List(
                statements.Select(SyntaxFactory.GlobalStatement).Concat(((CompilationUnitSyntax)holder).Members.Where(member => member is not GlobalStatementSyntax))));
}
