using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Registrations;

namespace RedisGuard.Analyzers.Connections;

/// <summary>One call that opens a connection, with all that a rule may want to know of it.</summary>
/// <param name="Operation">The call: of the library, or of a helper in source that returns what it opened.</param>
/// <param name="Obligation">What became of the connection.</param>
/// <param name="Context">How often the call runs.</param>
/// <param name="Member">The member around the call.</param>
/// <param name="Symbols">The library.</param>
/// <param name="Types">What types do with their fields.</param>
/// <param name="Calls">The calls of the compilation that open a connection.</param>
/// <param name="Makers">The code that makes the types of the compilation.</param>
/// <param name="Registrations">The lifetimes of the compilation's services.</param>
internal sealed record Opening(
    IOperation Operation,
    Obligation Obligation,
    CallContext Context,
    ISymbol Member,
    RedisSymbols Symbols,
    TypeOwnerships Types,
    AcquiringCalls Calls,
    Makers Makers,
    ServiceRegistrations Registrations)
{
    /// <summary>Where the connection comes into its code: the call, or the function around it that the code runs.</summary>
    public IOperation Site { get; init; } = Operation;

    /// <summary>Whether a function opens it for the code around: the call itself stands where its text can't be changed alone.</summary>
    public bool IsThroughFunction => Site != Operation;

    /// <summary>The members that other types close, which only the end of the compilation tells; null before it.</summary>
    public ForeignClosings? Closings { get; init; }

    /// <summary>Tells whether the compilation registers the type around the call as a singleton.</summary>
    public bool IsOfSingleton => Registrations.Of(Member.ContainingType) == ServiceLifetime.Singleton;

    /// <summary>The call as a message names it: <c>ConnectionMultiplexer.Connect</c>.</summary>
    public string Name
        => Operation is IInvocationOperation { TargetMethod: { } method }
            ? method.ContainingType is { IsImplicitlyDeclared: false } type && method.MethodKind != MethodKind.LocalFunction ? $"{type.Name}.{method.Name}" : method.Name
            : "ConnectionMultiplexer.Connect";

    /// <summary>The words for the connection: by the variable that holds it, else by the call.</summary>
    public string Subject => Obligation.Holder is { } holder ? $"in '{holder.Name}'" : $"opened by '{Name}'";

    /// <summary>Whether the connection was asked for a database, or the like, and never kept: <c>Connect(…).GetDatabase()</c>.</summary>
    public bool IsChained
        => Obligation is { Holder: null, IsDiscarded: false, HasEscaped: false, HasRivals: false, Leaks.Count: > 0 } && !Obligation.Leaks.Contains(LeakKind.Abandoned);

    /// <summary>Whether a connection opened here can come from the pool instead.</summary>
    public bool CanUsePool
        => Symbols.Pool is not null && Symbols.Pool.ContainingAssembly is { } assembly && !SymbolEqualityComparer.Default.Equals(assembly, Symbols.Compilation.Assembly);
}
