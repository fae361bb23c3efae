using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// A flag that says «filled» and is taken back while the connection stays where it is: <c>_m.ConnectionFailed += (_, _) =&gt; _isOpen = false;</c>
/// Who asks the flag next opens another connection over it.
/// </summary>
internal static class ForgottenFill
{
    public static bool Is(IFieldSymbol flag, Opening opening, ISymbol member, MemberOwnership ownership)
        => opening.Operation.SemanticModel is { } model
            && FilledFlags.ResetsOf(flag, model).Any(reset => IsFalse(reset) && FunctionAround(reset) is { } function && !function.Contains(opening.Operation.Syntax) && !Empties(function, member, ownership));

    private static bool IsFalse(SyntaxNode reset)
        => reset.AncestorsAndSelf().OfType<AssignmentExpressionSyntax>().FirstOrDefault() is { Right: var value } && value.IsKind(SyntaxKind.FalseLiteralExpression);

    /// <summary>The function that takes the flag back; null for a constructor, which comes before any fill.</summary>
    private static SyntaxNode? FunctionAround(SyntaxNode reset)
        => reset.Ancestors().FirstOrDefault(node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or MemberDeclarationSyntax) is { } function
            && function is not ConstructorDeclarationSyntax
                ? function
                : null;

    /// <summary>Closes the connection as well, hands it to something that may, calls what closes it, or puts something else in its place.</summary>
    private static bool Empties(SyntaxNode function, ISymbol member, MemberOwnership ownership)
        => ownership.Releases.Concat(ownership.HandOvers).Any(use => function.Contains(use.Operation.Syntax))
            || ownership.Releases.Any(release => WrittenNames.CallsOf(release.Member.Name, function, default).Any())
            || WrittenNames.Of(member.Name, function, default).Any(name => name.Parent is ArgumentSyntax { RefOrOutKeyword.RawKind: not 0 } || IsAssigned(name));

    private static bool IsAssigned(SimpleNameSyntax name)
    {
        ExpressionSyntax place = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return place.Parent is AssignmentExpressionSyntax assignment && assignment.Left == place;
    }
}
