using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Analyzers.Reading;

/// <summary>Tells where the name of a type stands in code, told by the text.</summary>
internal static class TypeNames
{
    /// <summary>The name with all that it is qualified by.</summary>
    public static TypeSyntax Whole(SimpleNameSyntax name)
    {
        TypeSyntax whole = name;
        while (whole.Parent is QualifiedNameSyntax qualified && qualified.Right == whole)
        {
            whole = qualified;
        }

        return whole.Parent is AliasQualifiedNameSyntax alias ? alias : whole;
    }

    /// <summary>The type that is written with the name in it: itself, <c>Task&lt;Name&gt;</c>, <c>Name[]</c>.</summary>
    public static TypeSyntax Outermost(SimpleNameSyntax name)
    {
        TypeSyntax outermost = name;
        for (SyntaxNode? part = name.Parent; part is TypeSyntax or TypeArgumentListSyntax or TupleElementSyntax; part = part.Parent)
        {
            outermost = part as TypeSyntax ?? outermost;
        }

        return outermost;
    }

    /// <summary>
    /// Tells whether a member, or what a call puts out, is declared with the type: code in another file can have such a value without
    /// writing the type's name.
    /// </summary>
    public static bool DeclaresSomething(SimpleNameSyntax name)
    {
        TypeSyntax type = Outermost(name);
        return type.Parent switch
        {
            VariableDeclarationSyntax variable => variable.Parent is BaseFieldDeclarationSyntax,
            ParameterSyntax parameter => parameter.Parent?.Parent is RecordDeclarationSyntax || parameter.Modifiers.Any(SyntaxKind.OutKeyword) || parameter.Modifiers.Any(SyntaxKind.RefKeyword),
            MemberDeclarationSyntax or LocalFunctionStatementSyntax => true,
            _ => false,
        };
    }
}
