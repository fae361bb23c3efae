using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Options;

namespace RedisGuard.Analyzers.Context;

/// <summary>Tells test and benchmark code: what it opens ends with the run.</summary>
internal sealed class TestCode
{
    private readonly bool _isTestProject;

    // Each of a type's calls asks, and the answer takes a look at all of its members.
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _types = new(SymbolEqualityComparer.Default);

    public TestCode(Compilation compilation, ProjectOptions options)
        => _isTestProject = options.IsTestProject || ReferencesTestFramework(compilation);

    public bool Contains(ISymbol symbol)
    {
        if (_isTestProject)
        {
            return true;
        }

        for (ISymbol? current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (current is INamedTypeSymbol type ? _types.GetOrAdd(type, static asked => HasTestAttribute(asked) || HasTestMember(asked) || IsFixture(asked)) : HasTestAttribute(current))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ReferencesTestFramework(Compilation compilation)
    {
        foreach (AssemblyIdentity identity in compilation.ReferencedAssemblyNames)
        {
            if (ContextNames.TestAssemblies.Contains(identity.Name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasTestMember(INamedTypeSymbol type)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IMethodSymbol && HasTestAttribute(member))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFixture(INamedTypeSymbol type)
    {
        foreach (INamedTypeSymbol candidate in type.AllInterfaces)
        {
            if (ContextNames.FixtureInterfaces.Contains(candidate.Name))
            {
                return true;
            }
        }

        // An interface that can't be found is taken for a base type where it stands first.
        return type.BaseType is { TypeKind: TypeKind.Error } unknown && ContextNames.FixtureInterfaces.Contains(unknown.Name);
    }

    private static bool HasTestAttribute(ISymbol symbol) => AttributeNames.HasAny(symbol, ContextNames.TestAttributes);
}
