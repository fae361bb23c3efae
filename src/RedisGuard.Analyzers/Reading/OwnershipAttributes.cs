using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Reading;

/// <summary>The ownership annotations of JetBrains.Annotations, known by their full names: nobody needs a reference to them.</summary>
internal static class OwnershipAttributes
{
    private const string Namespace = "JetBrains.Annotations";

    /// <summary>Whether the caller must release what the method returns.</summary>
    public static bool MustDispose(IMethodSymbol method)
        => IsMustDispose(method.GetAttributes()) || IsMustDispose(method.GetReturnTypeAttributes());

    /// <summary>Whether the method, or this parameter of it, takes the release over.</summary>
    public static bool Handles(ISymbol methodOrParameter)
        => Find(methodOrParameter.GetAttributes(), "HandlesResourceDisposalAttribute") is not null;

    private static bool IsMustDispose(ImmutableArray<AttributeData> attributes)
        => Find(attributes, "MustDisposeResourceAttribute") is { } attribute
            && !(attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value is false);

    private static AttributeData? Find(ImmutableArray<AttributeData> attributes, string name)
    {
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.AttributeClass is { } type && type.Name == name && type.ContainingNamespace?.ToDisplayString() == Namespace)
            {
                return attribute;
            }
        }

        return null;
    }
}
