using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>Puts a field after the type's fields, or first where it has none, laid out as its neighbours.</summary>
internal static class FieldInsertion
{
    public static TypeDeclarationSyntax Insert(TypeDeclarationSyntax type, FieldDeclarationSyntax field, SyntaxTrivia lineEnd)
    {
        SyntaxList<MemberDeclarationSyntax> members = type.Members;
        int index = members.LastIndexOf(member => member is FieldDeclarationSyntax) + 1;
        MemberDeclarationSyntax neighbour = members[index == 0 ? 0 : index - 1];
        if (!Layout.StartsLine(neighbour.GetFirstToken()))
        {
            return type.WithMembers(members.Insert(index, field.WithTrailingTrivia(SyntaxFactory.Space)));
        }

        SyntaxTrivia indentation = SyntaxFactory.Whitespace(Layout.IndentationOf(neighbour));
        field = field.WithLeadingTrivia(indentation).WithTrailingTrivia(lineEnd);
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
