using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Options;

namespace RedisGuard.Analyzers.Model;

/// <summary>StackExchange.Redis as the compilation knows it. No library, no instance, no rule.</summary>
internal sealed class RedisSymbols
{
    private readonly TaskTypes _tasks;

    private RedisSymbols(Compilation compilation, ProjectOptions options, INamedTypeSymbol multiplexer, INamedTypeSymbol multiplexerInterface)
    {
        Compilation = compilation;
        ConnectionMultiplexer = multiplexer;
        ConnectionMultiplexerInterface = multiplexerInterface;
        Options = options;
        LibraryRules = new LibraryRules(multiplexer.ContainingAssembly, options);
        _tasks = new TaskTypes(compilation);
        Model = new RedisModel(compilation, options, _tasks);
        Pool = compilation.GetBestTypeByMetadataName("RedisGuard.Pool.RedisPool");
    }

    public Compilation Compilation { get; }

    public ProjectOptions Options { get; }

    public LibraryRules LibraryRules { get; }

    public RedisModel Model { get; }

    public INamedTypeSymbol ConnectionMultiplexer { get; }

    public INamedTypeSymbol ConnectionMultiplexerInterface { get; }

    /// <summary><c>RedisGuard.Pool.RedisPool</c>, where the pool is referenced (or compiled here).</summary>
    public INamedTypeSymbol? Pool { get; }

    /// <summary>Null where the compilation doesn't reference the library, or is the library.</summary>
    public static RedisSymbols? TryCreate(Compilation compilation, AnalyzerConfigOptionsProvider options)
    {
        INamedTypeSymbol? multiplexer = compilation.GetBestTypeByMetadataName("StackExchange.Redis.ConnectionMultiplexer");
        INamedTypeSymbol? multiplexerInterface = compilation.GetBestTypeByMetadataName("StackExchange.Redis.IConnectionMultiplexer");
        if (multiplexer is null || multiplexerInterface is null)
        {
            return null;
        }

        // The library's own sources: what looks like a leak there is its implementation.
        return SymbolEqualityComparer.Default.Equals(multiplexer.ContainingAssembly, compilation.Assembly)
            ? null
            : new RedisSymbols(compilation, new ProjectOptions(compilation, options), multiplexer, multiplexerInterface);
    }

    /// <summary>The table as connections see it.</summary>
    public ResourceModel Connections => Model[ResourceKind.Connection];

    /// <summary>Whether a value of this type is a connection that somebody must close.</summary>
    public bool IsConnection(ITypeSymbol? type) => Connections.IsResource(type);

    /// <summary>Whether a value of this type is a pool of RedisGuard.</summary>
    public bool IsPool(ITypeSymbol? type) => Pool is not null && SymbolEqualityComparer.Default.Equals(type, Pool);

    /// <summary>Whether the call asks a connection for a database, a subscriber or a server.</summary>
    public bool IsViewing(IInvocationOperation call) => Connections.EffectOf(call.TargetMethod) == MemberEffect.Views;

    /// <summary>Whether this is a task of any kind: what is awaited for the resource.</summary>
    public bool IsTask(ITypeSymbol? type) => _tasks.Contain(type);

    /// <inheritdoc cref="TaskTypes.ResultOf"/>
    public ITypeSymbol? ResultOfTask(ITypeSymbol? type) => _tasks.ResultOf(type);

    /// <summary>Whether StackExchange.Redis declares this.</summary>
    public bool IsOfLibrary(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, ConnectionMultiplexer.ContainingAssembly);
}
