using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Owners;

/// <summary>Puts a statement in all of an owner's ways of being disposed; gives it one where it has none.</summary>
internal static class OwnerDisposal
{
    public static bool TryAdd(TrackedEdit edit, TypeDeclarationSyntax declaration, INamedTypeSymbol type, ClosingText closing, SiteContext context)
    {
        if (IsDisposedElsewhere(type, context))
        {
            return false;
        }

        Disposal[] own = Disposal.OwnOf(type, context);
        return own.Length > 0
            ? own.All(disposal => disposal.TryAdd(edit, closing))
            : DisposeMember.TryAdd(edit, declaration, type, closing, context);
    }

    // In a part that stands in another file, which this change doesn't reach.
    private static bool IsDisposedElsewhere(INamedTypeSymbol type, SiteContext context) =>
        type.GetMembers().Any(member => Disposal.IsNamedSo(member.Name)
            && member.DeclaringSyntaxReferences.Any(part => part.SyntaxTree != context.Root.SyntaxTree));
}
