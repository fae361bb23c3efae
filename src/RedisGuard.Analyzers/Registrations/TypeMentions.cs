using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Registrations;

/// <summary>The files of a compilation that have the name of a type, its declaration aside: what a call leaves to the compiler can't be a type that nobody speaks of.</summary>
internal sealed class TypeMentions
{
    private readonly HashSet<SyntaxTree> _trees = new();
    private readonly HashSet<string> _members = new();

    public static TypeMentions Of(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        // Its own code has it as «this».
        SyntaxNode[] declarations = type.DeclaringSyntaxReferences.Select(declaration => declaration.GetSyntax(cancellationToken)).ToArray();
        var mentions = new TypeMentions();
        mentions._trees.UnionWith(declarations.Select(declaration => declaration.SyntaxTree));

        // return this; who calls that has one already, unless it is a derived one.
        var chained = new HashSet<string>();
        bool isBase = false;
        foreach (SyntaxTree tree in compilation.SyntaxTrees.Where(tree => WrittenNames.IsIn(tree, type.Name, cancellationToken)))
        {
            SemanticModel? model = null;
            foreach (SimpleNameSyntax name in WrittenNames.Of(type.Name, tree.GetRoot(cancellationToken), cancellationToken))
            {
                if (!(model ??= compilation.ModelOf(tree)).IsAnothers(TypeNames.Whole(name), type))
                {
                    mentions._trees.Add(tree);
                    (IsOfInstanceOf(declarations, name) ? chained : mentions._members).UnionWith(TypeNames.MembersDeclaredWith(name));
                    isBase |= TypeNames.Outermost(name).Parent is BaseTypeSyntax;
                }
            }
        }

        if (isBase)
        {
            mentions._members.UnionWith(chained);
        }

        return mentions;
    }

    /// <summary>Tells whether code of the file may have a value of the type: it names the type, or a member that is declared with it.</summary>
    public bool MayBeGivenIn(SyntaxTree tree, CancellationToken cancellationToken)
        => _trees.Contains(tree) || _members.Any(member => member.Length == 0 || WrittenNames.Of(member, tree.GetRoot(cancellationToken), cancellationToken).Any());

    private static bool IsOfInstanceOf(SyntaxNode[] declarations, SimpleNameSyntax name)
        => TypeNames.Outermost(name).FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
            && declarations.Contains(member.Parent)
            && !member.Modifiers.Any(SyntaxKind.StaticKeyword)
            && !member.Modifiers.Any(SyntaxKind.ConstKeyword);
}
