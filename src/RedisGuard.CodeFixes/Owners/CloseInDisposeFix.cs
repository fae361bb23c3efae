using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Owners;

/// <summary>
/// Closes the connection in the owner's own Dispose and DisposeAsync; overrides the base type's where it has one to override;
/// makes the owner an <c>IDisposable</c> where nothing disposes it yet.
/// </summary>
internal sealed class CloseInDisposeFix : SiteFix
{
    public CloseInDisposeFix()
        : base(Fixes.CloseInDispose, "Close the connection when its owner is disposed", Descriptors.OwnerDoesNotClose.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || declaration is not (ClassDeclarationSyntax or RecordDeclarationSyntax)
            || context.Model.GetDeclaredSymbol(declaration, context.CancellationToken) is not INamedTypeSymbol { TypeKind: TypeKind.Class } type
            || Keeper.Of(context) is not { Member.IsStatic: false } keeper
            || !SymbolEqualityComparer.Default.Equals(keeper.Member.ContainingType, type)
            || ClosingText.Of(keeper, context) is not { } closing)
        {
            return false;
        }

        if (keeper.Given is null)
        {
            return OwnerDisposal.TryAdd(edit, declaration, type, closing, context);
        }

        if (OwnershipFlag.Of(keeper, declaration, type, context) is not { } flag || !OwnerDisposal.TryAdd(edit, declaration, type, flag.Guard(closing), context))
        {
            return false;
        }

        flag.Apply(edit, context);
        return true;
    }
}
