using System.Threading;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Tells a flow what called methods in source do. A summary is made by a flow itself, and by more than a flow: of a type's fields, say.</summary>
internal interface IMethodSummaries
{
    /// <summary>Tells whether these are looks from inside a look: at what gives a resource or is given one, and at nothing else.</summary>
    bool IsOfHelpers { get; }

    /// <summary>The summary of a method; that of the unknown where its body can't be told.</summary>
    MethodSummary Of(IMethodSymbol method, CancellationToken cancellationToken);
}
