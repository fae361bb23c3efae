using System.Collections.Concurrent;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// Fields and properties whose connection some other type closes (<c>context.Connection.Dispose()</c>, or a derived
/// type's Dispose): complete only at the compilation's end. Thread-safe.
/// </summary>
internal sealed class ForeignClosings
{
    private const int MaxSteps = 16;

    private readonly ConcurrentDictionary<ISymbol, bool> _members = new(SymbolEqualityComparer.Default);

    public bool Contains(ISymbol member) => _members.ContainsKey(member.OriginalDefinition);

    /// <summary>Tells whether code of another type can name the member: else its own type tells all of it, and nothing needs to be waited for.</summary>
    public static bool MayContain(ISymbol member)
        => member.DeclaredAccessibility != Accessibility.Private || member.ContainingType.ContainingType is not null || !member.ContainingType.GetTypeMembers().IsEmpty;

    public void Note(IInvocationOperation invocation, ISymbol caller, RedisSymbols symbols)
    {
        if (symbols.Connections.EffectOf(invocation.TargetMethod) != MemberEffect.Releases || invocation.Instance is not { } instance)
        {
            return;
        }

        foreach (ISymbol member in MembersBehind(instance))
        {
            if (!SymbolEqualityComparer.Default.Equals(member.ContainingType?.OriginalDefinition, caller.ContainingType?.OriginalDefinition))
            {
                _members.TryAdd(member.OriginalDefinition, true);
            }
        }
    }

    /// <summary>
    /// The members that what is closed came from: <c>context.Connection</c>, and through the task or the <c>Lazy</c> that has it
    /// <c>(await context.Connection)</c>, <c>context.Connection.ContinueWith(opened => opened.Result)</c>.
    /// </summary>
    private static IEnumerable<ISymbol> MembersBehind(IOperation closed)
    {
        IOperation? current = closed.Unwrapped();
        for (int step = 0; current is not null && step < MaxSteps; step++)
        {
            if (current is IMemberReferenceOperation member)
            {
                yield return member.Member;
            }

            current = (current switch
            {
                IAwaitOperation awaited => awaited.Operation,
                IPropertyReferenceOperation { Property.Name: "Result" or "Value", Instance: { } promise } => promise,
                IInvocationOperation { Instance: { } promise } call when TaskMembers.IsGetResult(call.TargetMethod) || TaskMembers.IsPassThrough(call.TargetMethod) => promise,
                ILocalReferenceOperation local => local.OnlyValue(),
                IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } given => ContinuedFrom(given),
                _ => null,
            })?.Unwrapped();
        }
    }

    private static IOperation? ContinuedFrom(IParameterReferenceOperation given)
    {
        IOperation? function = given;
        while (function is not null and not IAnonymousFunctionOperation)
        {
            function = function.Parent;
        }

        return function?.DelegateUse() is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "ContinueWith", Instance: { } task } } ? task : null;
    }
}
