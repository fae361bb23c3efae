using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>Flags by which a type remembers that it has filled a member.</summary>
internal static class FilledFlags
{
    /// <summary>Tells whether nothing but the end of the object ever takes the flag back: one that is reset asks for a new fill.</summary>
    public static bool StaySet(IFieldSymbol flag, SemanticModel model)
    {
        foreach (SyntaxReference reference in flag.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (SimpleNameSyntax name in WrittenNames.Of(flag.Name, reference.GetSyntax(), default))
            {
                if (IsReset(name) && !IsAtTheEnd(name, model))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsReset(SimpleNameSyntax name)
    {
        ExpressionSyntax flag = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return flag.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == flag && !assignment.Right.IsKind(SyntaxKind.TrueLiteralExpression),
            ArgumentSyntax argument => !argument.RefOrOutKeyword.IsKind(SyntaxKind.None),
            _ => false,
        };
    }

    private static bool IsAtTheEnd(SyntaxNode reset, SemanticModel model)
        => reset.SyntaxTree == model.SyntaxTree && model.GetEnclosingSymbol(reset.SpanStart) is { } member && ClosingMembers.Contains(member);
}
