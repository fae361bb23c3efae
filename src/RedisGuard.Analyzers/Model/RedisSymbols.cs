using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Analyzers.Options;

namespace RedisGuard.Analyzers.Model;

/// <summary>What the compilation knows of StackExchange.Redis. No library, no instance, no rule.</summary>
internal sealed class RedisSymbols
{
    private readonly INamedTypeSymbol? _redisAsync;
    private readonly INamedTypeSymbol? _server;
    private readonly INamedTypeSymbol? _task;
    private readonly INamedTypeSymbol? _valueTask;

    private RedisSymbols(Compilation compilation, ProjectOptions options, INamedTypeSymbol multiplexer, INamedTypeSymbol multiplexerInterface)
    {
        Compilation = compilation;
        ConnectionMultiplexer = multiplexer;
        ConnectionMultiplexerInterface = multiplexerInterface;
        Options = options;
        Model = new RedisModel(compilation, options);
        Pool = compilation.GetBestTypeByMetadataName("RedisGuard.Pool.RedisPool");
        _redisAsync = compilation.GetBestTypeByMetadataName("StackExchange.Redis.IRedisAsync");
        _server = compilation.GetBestTypeByMetadataName("StackExchange.Redis.IServer");
        _task = compilation.GetBestTypeByMetadataName("System.Threading.Tasks.Task`1");
        _valueTask = compilation.GetBestTypeByMetadataName("System.Threading.Tasks.ValueTask`1");
    }

    public Compilation Compilation { get; }

    public ProjectOptions Options { get; }

    public RedisModel Model { get; }

    public INamedTypeSymbol ConnectionMultiplexer { get; }

    public INamedTypeSymbol ConnectionMultiplexerInterface { get; }

    /// <summary><c>RedisGuard.Pool.RedisPool</c>, where the pool is referenced (or compiled here).</summary>
    public INamedTypeSymbol? Pool { get; }

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

    /// <summary>Whether a value of this type is a connection that somebody must close.</summary>
    public bool IsConnection(ITypeSymbol? type)
        => type is INamedTypeSymbol { Arity: 0, SpecialType: SpecialType.None }
            && (SymbolEqualityComparer.Default.Equals(type, ConnectionMultiplexer)
                || SymbolEqualityComparer.Default.Equals(type, ConnectionMultiplexerInterface)
                || (type.TypeKind == TypeKind.Interface && Implements(type, ConnectionMultiplexerInterface)));

    /// <summary>Whether this is a <c>Task&lt;T&gt;</c> or <c>ValueTask&lt;T&gt;</c> of a connection.</summary>
    public bool IsTaskOfConnection(ITypeSymbol? type)
        => IsTask(type) && IsConnection(((INamedTypeSymbol)type!).TypeArguments[0]);

    /// <summary>Whether this is a task of any kind: what is awaited for the resource.</summary>
    public bool IsTask(ITypeSymbol? type)
        => type is INamedTypeSymbol { Arity: 1, Name: "Task" or "ValueTask" } named
            && (SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, _task) || SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, _valueTask));

    /// <summary>Whether a value of this type is a pass-through (database, subscriber, server): cheap, owns nothing.</summary>
    public bool IsView(ITypeSymbol? type)
        => type is { TypeKind: TypeKind.Interface }
            && (Is(type, _redisAsync) || Is(type, _server));

    private static bool Is(ITypeSymbol type, INamedTypeSymbol? wanted)
        => wanted is not null && (SymbolEqualityComparer.Default.Equals(type, wanted) || Implements(type, wanted));

    private static bool Implements(ITypeSymbol type, INamedTypeSymbol wanted)
    {
        foreach (INamedTypeSymbol candidate in type.AllInterfaces)
        {
            if (SymbolEqualityComparer.Default.Equals(candidate, wanted))
            {
                return true;
            }
        }

        return false;
    }
}
