using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>Puts a field after the type's fields, or first where it has none, laid out as its neighbours.</summary>
internal static class FieldInsertion
{
    /// <param name="type">The type.</param>
    /// <param name="field">The field, without layout around it.</param>
    /// <param name="written">The indentation of the lines that the field's parts were written at.</param>
    /// <param name="lineEnd">The file's line end.</param>
    public static TypeDeclarationSyntax Insert(TypeDeclarationSyntax type, FieldDeclarationSyntax field, string written, SyntaxTrivia lineEnd)
    {
        SyntaxList<MemberDeclarationSyntax> members = type.Members;
        int index = members.LastIndexOf(member => member is FieldDeclarationSyntax) + 1;
        MemberDeclarationSyntax neighbour = members[index == 0 ? 0 : index - 1];
        if (!Layout.StartsLine(neighbour.GetFirstToken()) || (index < members.Count && !Layout.StartsLine(members[index].GetFirstToken())))
        {
            return type.WithMembers(members.Insert(index, field.WithTrailingTrivia(SyntaxFactory.Space)));
        }

        string indentation = Layout.IndentationOf(neighbour);
        field = Indentation.Change(field, written, indentation)
            .WithLeadingTrivia(SyntaxFactory.Whitespace(indentation))
            .WithTrailingTrivia(lineEnd);
        if (index == 0)
        {
            return type.WithMembers(members.Replace(members[0], ApartFrom(members[0], lineEnd)).Insert(0, field));
        }

        if (!neighbour.GetTrailingTrivia().Any(Layout.IsEndOfLine))
        {
            members = members.Replace(neighbour, neighbour.WithLineEnd(lineEnd));
        }

        return type.WithMembers(members.Insert(index, field));
    }

    private static MemberDeclarationSyntax ApartFrom(MemberDeclarationSyntax member, SyntaxTrivia lineEnd) =>
        member.GetLeadingTrivia().BeginsWithBlankLine() ? member : member.WithLeadingTrivia(member.GetLeadingTrivia().Prepend(lineEnd));
}
