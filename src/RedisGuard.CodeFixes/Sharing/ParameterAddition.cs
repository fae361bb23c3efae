using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>Adds a parameter to a list: before what may be left out; on a line of its own where the others are.</summary>
internal static class ParameterAddition
{
    public static ParameterListSyntax WithOneMore(ParameterListSyntax list, string name, INamedTypeSymbol service, SiteContext context)
    {
        ParameterSyntax added = Parameter(Identifier(name)).WithType(context.TypeReference(service).WithTrailingTrivia(Space));
        SeparatedSyntaxList<ParameterSyntax> parameters = list.Parameters;
        if (parameters.Count == 0)
        {
            return list.WithParameters(SingletonSeparatedList(added));
        }

        int index = parameters.IndexOf(parameter => parameter.Default is not null || parameter.Modifiers.Any(SyntaxKind.ParamsKeyword));
        index = index < 0 ? parameters.Count : index;
        ParameterSyntax neighbour = parameters[Math.Max(index - 1, 0)];
        SyntaxToken comma = Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space);
        if (Layout.StartsLine(neighbour.GetFirstToken()))
        {
            added = added.WithLeadingTrivia(Whitespace(Layout.IndentationOf(neighbour)));
            comma = comma.WithTrailingTrivia(Layout.LineEnd(list.SyntaxTree.GetRoot()));
        }

        List<SyntaxToken> separators = [.. parameters.GetSeparators()];
        separators.Insert(Math.Min(Math.Max(index - 1, 0), separators.Count), comma);
        return list.WithParameters(SeparatedList(parameters.Insert(index, added), separators));
    }
}
