using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Analyzers.Reading;

/// <summary>Tells by the text where the name of a type stands in code.</summary>
internal static class TypeNames
{
    private static readonly string[] s_nameless = { string.Empty };

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
    /// The members that are declared with the type: code in another file can have such a value without writing the type's name, but not
    /// without writing theirs. Empty text stands for one that is used without a name, like an indexer.
    /// </summary>
    public static IEnumerable<string> MembersDeclaredWith(SimpleNameSyntax name)
        => Outermost(name).Parent switch
        {
            VariableDeclarationSyntax { Parent: BaseFieldDeclarationSyntax } field => field.Variables.Select(variable => variable.Identifier.ValueText),
            PropertyDeclarationSyntax property => new[] { property.Identifier.ValueText },
            MethodDeclarationSyntax method => new[] { method.Identifier.ValueText },
            LocalFunctionStatementSyntax function => new[] { function.Identifier.ValueText },
            ParameterSyntax { Parent.Parent: RecordDeclarationSyntax } property => new[] { property.Identifier.ValueText },
            ParameterSyntax { Parent.Parent: MethodDeclarationSyntax method } parameter when IsPutOut(parameter) => new[] { method.Identifier.ValueText },
            ParameterSyntax parameter => IsPutOut(parameter) ? s_nameless : Enumerable.Empty<string>(),
            MemberDeclarationSyntax => s_nameless,
            _ => Enumerable.Empty<string>(),
        };

    private static bool IsPutOut(ParameterSyntax parameter) => parameter.Modifiers.Any(SyntaxKind.OutKeyword) || parameter.Modifiers.Any(SyntaxKind.RefKeyword);
}
