using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Model;

/// <summary>The tasks that have a result: what is awaited for a resource.</summary>
internal sealed class TaskTypes
{
    private readonly INamedTypeSymbol? _task;
    private readonly INamedTypeSymbol? _valueTask;

    public TaskTypes(Compilation compilation)
    {
        _task = compilation.GetBestTypeByMetadataName("System.Threading.Tasks.Task`1");
        _valueTask = compilation.GetBestTypeByMetadataName("System.Threading.Tasks.ValueTask`1");
    }

    /// <summary>Whether this is a <c>Task&lt;T&gt;</c> or <c>ValueTask&lt;T&gt;</c>.</summary>
    public bool Contain(ITypeSymbol? type) => ResultOf(type) is not null;

    /// <summary>What the task gives; null for anything but such a task.</summary>
    public ITypeSymbol? ResultOf(ITypeSymbol? type)
        => type is INamedTypeSymbol { Arity: 1, Name: "Task" or "ValueTask" } named
            && (SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, _task) || SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, _valueTask))
                ? named.TypeArguments[0]
                : null;
}
