using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>Flags by which a type remembers that it has filled a member.</summary>
internal static class FilledFlags
{
    /// <summary>Tells whether nothing but the end of the object ever takes the flag back: one that is reset asks for a new fill.</summary>
    public static bool StaySet(IFieldSymbol flag, SemanticModel model) => !ResetsOf(flag, model).Any();

    /// <summary>The places in all parts of the type that take the flag back before the object's end, or let others do so.</summary>
    public static IEnumerable<SyntaxNode> ResetsOf(IFieldSymbol flag, SemanticModel model)
        => flag.ContainingType.DeclaringSyntaxReferences
            .SelectMany(reference => WrittenNames.Of(flag.Name, reference.GetSyntax(), default))
            .Where(name => IsReset(name) && !IsAtTheEnd(name, model));

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
        => model.Compilation.ModelOf(reset.SyntaxTree).GetEnclosingSymbol(reset.SpanStart) is { } member && ClosingMembers.Contains(member);
}
