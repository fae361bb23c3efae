using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Secrets;

/// <summary>Texts that a function puts into a dictionary of its own under a key that is written down.</summary>
internal static class EntryTexts
{
    /// <summary>All that is put under the key of <paramref name="entry"/>; none where that can't be told.</summary>
    public static ImmutableArray<IOperation> Of(IPropertyReferenceOperation entry)
        => entry is { Instance: { } dictionary, Type.SpecialType: SpecialType.System_String or SpecialType.System_Object, Arguments: [{ Value.ConstantValue: { HasValue: true, Value: string key } }] }
            && dictionary.Unwrapped() is ILocalReferenceOperation local
            && local.OnlyValue()?.Unwrapped() is IObjectCreationOperation { Type: INamedTypeSymbol type } made
            && TaskMembers.IsOfCollections(type)
                ? local.Root().Descendants().Where(fill => IsOf(fill, local, made)).Select(fill => TextUnder(key, fill)).Where(text => text is not null).Select(text => text!).ToImmutableArray()
                : ImmutableArray<IOperation>.Empty;

    /// <summary>Tells whether something is done to the dictionary: by its variable, or where it is made.</summary>
    private static bool IsOf(IOperation fill, ILocalReferenceOperation local, IObjectCreationOperation made)
        => (fill switch
        {
            IInvocationOperation call => call.Instance,
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true } target } => target.Instance,
            _ => null,
        })?.Unwrapped() switch
        {
            ILocalReferenceOperation reference => SymbolEqualityComparer.Default.Equals(reference.Local, local.Local),
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } receiver => receiver.Syntax.FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() == made.Syntax,
            _ => false,
        };

    private static IOperation? TextUnder(string key, IOperation fill)
        => fill switch
        {
            IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd", Arguments: [{ Value: { } under }, { Value: { } text }] } => Is(key, under) ? text : null,
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments: [{ Value: { } under }] }, Value: { } text } => Is(key, under) ? text : null,
            _ => null,
        };

    private static bool Is(string key, IOperation under) => under.ConstantValue is { HasValue: true, Value: string written } && written == key;
}
