using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Model;

/// <summary>The table as one kind of resource sees it: which types are it, and what each member does to it. Read-only once filled.</summary>
internal sealed class ResourceModel
{
    private static readonly string[] s_givingTypes = { "StackExchange.Redis.IDatabase", "StackExchange.Redis.IDatabaseAsync", "StackExchange.Redis.ExtensionMethods" };

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _endings = new(StringComparer.Ordinal) { "Dispose", "DisposeAsync", "Close", "CloseAsync" };
    private readonly Dictionary<ISymbol, MemberEffect> _effects = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> _acquiring = new(StringComparer.Ordinal);
    private readonly Lazy<HashSet<string>> _givers;
    private readonly Resource _resource;
    private readonly TypeSet _types;
    private readonly TypeSet _views;
    private readonly TaskTypes _tasks;

    public ResourceModel(Resource resource, Compilation compilation, TypeLookup types, TaskTypes tasks)
    {
        _resource = resource;
        _types = new TypeSet(types, resource.Types);
        _views = new TypeSet(types, resource.Views);
        _tasks = tasks;
        _givers = new Lazy<HashSet<string>>(() => new HashSet<string>(resource.IsAcquiredByType ? GiversOf(compilation) : Array.Empty<string>(), StringComparer.Ordinal));
    }

    public ResourceKind Kind => _resource.Kind;

    /// <inheritdoc cref="Resource.IsReachedThroughViews"/>
    public bool IsReachedThroughViews => _resource.IsReachedThroughViews;

    /// <inheritdoc cref="Resource.KeepsCommandsBack"/>
    public bool KeepsCommandsBack => _resource.KeepsCommandsBack;

    /// <inheritdoc cref="Resource.IsToldByAnswer"/>
    public bool IsToldByAnswer => _resource.IsToldByAnswer;

    /// <summary>What a use of <paramref name="member"/> does; <see cref="MemberEffect.None"/> for anything unknown.</summary>
    public MemberEffect EffectOf(ISymbol member)
    {
        // By name first: this is asked of each call of a compilation, and hashing a symbol costs ten times as much.
        if (_names.Contains(member.Name) && _effects.TryGetValue(member.OriginalDefinition, out MemberEffect effect))
        {
            return effect;
        }

        return _resource.IsAcquiredByType && member is IMethodSymbol method && IsSource(method) ? MemberEffect.Acquires : MemberEffect.None;
    }

    /// <summary>Whether the table may have a row for the member, told by its name.</summary>
    public bool IsListed(ISymbol member) => _names.Contains(member.Name);

    /// <summary>Whether a value of this type is the resource.</summary>
    public bool IsResource(ITypeSymbol? type) => _types.Contains(type);

    /// <summary>Whether this is a <c>Task&lt;T&gt;</c> or <c>ValueTask&lt;T&gt;</c> of the resource.</summary>
    public bool IsTaskOfResource(ITypeSymbol? type) => _tasks.ResultOf(type) is { } result && IsResource(result);

    /// <summary>Whether a call of the method gives the resource or a task of it: fresh or not can't be told from that.</summary>
    public bool IsGivenBy(IMethodSymbol method) => IsResource(method.ReturnType) || IsTaskOfResource(method.ReturnType) || IsPartOf(method.ReturnType);

    /// <summary>Whether the method has an <c>out</c> parameter of the resource.</summary>
    public bool IsPutOutBy(IMethodSymbol method)
    {
        if (IsReachedThroughViews)
        {
            foreach (IParameterSymbol parameter in method.Parameters)
            {
                if (parameter.RefKind == RefKind.Out && IsResource(parameter.Type))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Tells whether this is a tuple or a record, or a task of one, that has the resource in it, or a tuple with the answer that tells of it.</summary>
    public bool IsPartOf(ITypeSymbol? type)
        => (IsReachedThroughViews || IsToldByAnswer)
            && (_tasks.ResultOf(type) ?? type) is INamedTypeSymbol whole
            && (IsToldByAnswer ? whole.IsTupleType && PartsOf(whole).Count(part => part.SpecialType == SpecialType.System_Boolean) == 1 : (whole.IsTupleType || whole.IsRecord) && PartsOf(whole).Any(IsResource));

    /// <summary>Whether it is there only once.</summary>
    public bool IsSinglePartOf(INamedTypeSymbol whole) => PartsOf(whole).Count(part => IsResource(part) || IsTaskOfResource(part)) == 1;

    /// <summary>The types of what a tuple, or a record in source that only holds and can't be disposed, has in it; of any other type none.</summary>
    private static IEnumerable<ITypeSymbol> PartsOf(INamedTypeSymbol whole)
        => whole.IsTupleType ? whole.TupleElements.Select(element => element.Type)
            : whole is { IsRecord: true, DeclaringSyntaxReferences.IsEmpty: false } && !whole.AllInterfaces.Any(implemented => implemented.Name is "IDisposable" or "IAsyncDisposable")
                ? whole.GetMembers().OfType<IPropertySymbol>().Where(property => property is { IsStatic: false, DeclaredAccessibility: Accessibility.Public }).Select(property => property.Type)
            : Enumerable.Empty<ITypeSymbol>();

    /// <summary>Whether a value of this type works only as long as the resource is held, and owns nothing.</summary>
    public bool IsView(ITypeSymbol? type) => _views.Contains(type);

    /// <summary>Whether a call of this name may acquire the resource: for code that doesn't bind, before the compiler is asked what it could be.</summary>
    public bool MayAcquire(string member) => _acquiring.Contains(member) || _givers.Value.Contains(member);

    /// <summary>Whether a member of this name may end what its receiver must still do: for code that is read and not bound.</summary>
    public bool MayRelease(string member) => _endings.Contains(member);

    internal void Add(ISymbol member, MemberEffect effect)
    {
        _names.Add(member.Name);
        if (effect == MemberEffect.Acquires)
        {
            _acquiring.Add(member.Name);
        }

        if (effect is MemberEffect.Releases or MemberEffect.TakesOver)
        {
            _endings.Add(member.Name);
        }

        _effects[member] = effect;
    }

    private IEnumerable<string> GiversOf(Compilation compilation)
        => s_givingTypes
            .Select(compilation.GetBestTypeByMetadataName)
            .Where(type => type is not null)
            .SelectMany(type => type!.GetMembers().OfType<IMethodSymbol>())
            .Where(IsGivenBy)
            .Select(method => method.Name);

    /// <summary>
    /// By the definition's own type, so that no method of type <c>T</c> counts that merely passes one on. A body in source
    /// tells more than the type: whoever asks for the effect of a call looks at that himself.
    /// </summary>
    private bool IsSource(IMethodSymbol method)
        => method.MethodKind is MethodKind.Ordinary or MethodKind.ReducedExtension
            && IsGivenBy(method.OriginalDefinition)
            && (method.IsAbstract || method.DeclaringSyntaxReferences.IsEmpty);
}
