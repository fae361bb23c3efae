using Microsoft.CodeAnalysis;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Loading.Loose;

/// <summary>
/// Through which names a project hands objects of the library to projects that never name the library themselves. Most
/// of a large solution references the one project with the connection and touches none of it: not binding all that
/// code is the difference between seconds and minutes.
/// </summary>
internal static class LibraryExposure
{
    /// <summary>The names of members with a type of the library in their signature, and of types that derive from one.</summary>
    public static HashSet<string> Names(Compilation compilation, CancellationToken cancellation)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<INamespaceOrTypeSymbol>([compilation.Assembly.GlobalNamespace]);
        while (open.TryPop(out var container))
        {
            cancellation.ThrowIfCancellationRequested();
            if (container is INamedTypeSymbol type && IsOfLibrary(type))
            {
                names.Add(type.Name);
            }

            foreach (var member in container.GetMembers())
            {
                if (member is INamespaceOrTypeSymbol inner)
                {
                    open.Push(inner);
                }
                else if (member.DeclaredAccessibility != Accessibility.Private && Signature(member).Any(Concerns))
                {
                    names.Add(member is IMethodSymbol { MethodKind: MethodKind.Ordinary } or IPropertySymbol { IsIndexer: false } or IFieldSymbol or IEventSymbol ? member.Name : member.ContainingType.Name);
                }
            }
        }

        return names;
    }

    private static IEnumerable<ITypeSymbol> Signature(ISymbol member) => member switch
    {
        IMethodSymbol method => method.Parameters.Select(parameter => parameter.Type).Append(method.ReturnType),
        IPropertySymbol property => property.Parameters.Select(parameter => parameter.Type).Append(property.Type),
        IFieldSymbol field => [field.Type],
        IEventSymbol e => [e.Type],
        _ => [],
    };

    /// <summary>Whether a type is, derives from, or is built of (array, generic argument) a type of the library.</summary>
    private static bool Concerns(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Concerns(array.ElementType),
        ITypeParameterSymbol parameter => parameter.ConstraintTypes.OfType<INamedTypeSymbol>().Any(IsOfLibrary),
        INamedTypeSymbol named => IsOfLibrary(named) || named.TypeArguments.Any(argument => argument is not ITypeParameterSymbol && Concerns(argument)),
        _ => false,
    };

    private static bool IsOfLibrary(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (IsDeclaredByLibrary(current))
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(IsDeclaredByLibrary);
    }

    private static bool IsDeclaredByLibrary(INamedTypeSymbol type) => type.ContainingAssembly?.Name is LibraryUse.Library or LibraryUse.Pool;
}
