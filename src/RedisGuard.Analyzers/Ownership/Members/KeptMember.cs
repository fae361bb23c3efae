using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>The one symbol by which a kept value is known: a property and the field behind it are the same place.</summary>
internal static class KeptMember
{
    public static ISymbol Of(ISymbol member)
        => (member is IFieldSymbol { AssociatedSymbol: IPropertySymbol property } ? property : member).OriginalDefinition;
}
