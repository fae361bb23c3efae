using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Ownership;

namespace RedisGuard.Analyzers.Connections;

/// <summary>RG1008: a connection that is closed at the end of its scope while something that left it needs it still.</summary>
internal sealed class ClosedWhileInUseRule : IConnectionRule
{
    public Diagnostic? Judge(Opening opening)
    {
        Obligation obligation = opening.Obligation;
        if (obligation.Releases.Count == 0
            || (obligation.ExitStatus & ~(ObligationStatus.Absent | ObligationStatus.OpenByException)) != ObligationStatus.Released
            || User(opening) is not { } user)
        {
            return null;
        }

        string cure = opening.CanUsePool ? "take the connection from RedisPool.For, which keeps it open" : "let the connection live as long as its user";
        return OpeningDiagnostic.Create(Descriptors.ClosedWhileInUse, opening, SharingCures.For(opening), opening.Subject, user, cure);
    }

    /// <summary>What needs the connection after its end, in words; null where nothing does.</summary>
    private static string? User(Opening opening)
    {
        foreach (Escape escape in opening.Obligation.Escapes)
        {
            bool leaves = escape.Kind == EscapeKind.Return
                || (escape.Kind == EscapeKind.Member
                    && SymbolEqualityComparer.Default.Equals(escape.Member?.ContainingType, opening.Member.ContainingType));
            if (leaves)
            {
                return escape.Role switch
                {
                    Role.Pending => "the command whose task is returned",
                    Role.View => escape.Kind == EscapeKind.Return ? "what is returned" : $"what is stored in '{escape.Member!.Name}'",
                    _ => escape.Kind == EscapeKind.Return ? "the caller" : $"'{escape.Member!.Name}'",
                };
            }
        }

        return opening.Obligation.Subscriptions.Any(IsLastEffect) ? "its subscription" : null;
    }

    /// <summary>A scope that goes on after subscribing may be waiting on purpose: for a key press, for the host's end.</summary>
    private static bool IsLastEffect(SyntaxNode subscription)
        => subscription.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } statement
            && block.Statements.Last() == statement
            && block.Parent is BaseMethodDeclarationSyntax or UsingStatementSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax;
}
