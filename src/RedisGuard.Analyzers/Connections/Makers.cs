using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Origins;

namespace RedisGuard.Analyzers.Connections;

/// <summary>The code that makes the objects of a type, and how often it runs. Thread-safe.</summary>
internal sealed class Makers
{
    private readonly Creations _creations;
    private readonly CallContexts _contexts;

    public Makers(Compilation compilation, CallContexts contexts)
    {
        _creations = new Creations(compilation);
        _contexts = contexts;
    }

    /// <summary>The words for the only code that makes such objects, where it runs for each request and keeps none of them; null for any other type.</summary>
    public string? PerCall(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (_creations.Of(type, cancellationToken) is not { Count: > 0 } creations)
        {
            return null;
        }

        string? words = null;
        foreach (Creation creation in creations)
        {
            CallContext context = _contexts.Of(creation.Operation, creation.Member, cancellationToken);
            if (context is not { Frequency: OpeningFrequency.PerCall, IsPresumed: false } || !CallBoundPlaces.IsBound(creation.Operation))
            {
                return null;
            }

            words ??= context.Description;
        }

        return words;
    }
}
