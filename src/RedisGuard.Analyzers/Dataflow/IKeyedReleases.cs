using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Knows of a resource that no value stands for what releases it: of a lock, a call with its key.</summary>
internal interface IKeyedReleases
{
    /// <summary>Tells whether a call acquires the resource for the code around it, itself or by what it calls.</summary>
    bool Acquire(IInvocationOperation call);

    /// <summary>Tells whether evaluating the operation releases the resource, or gives it to code that does.</summary>
    bool Release(IOperation operation, SyntaxNode acquisition);

    /// <summary>Tells whether the condition decides on nothing but a release.</summary>
    bool GuardRelease(IOperation condition, SyntaxNode acquisition);

    /// <summary>Tells whether it is held against the code that a part of an operation may throw while the resource is held.</summary>
    bool MayThrow(IOperation part, bool hasFinally);
}
