using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// Fields and properties whose connection some other type closes (<c>context.Connection.Dispose()</c>, or a derived
/// type's Dispose): complete only at the compilation's end. Thread-safe.
/// </summary>
internal sealed class ForeignClosings
{
    private readonly ConcurrentDictionary<ISymbol, bool> _members = new(SymbolEqualityComparer.Default);

    public bool Contains(ISymbol member) => _members.ContainsKey(member.OriginalDefinition);

    public void Note(IInvocationOperation invocation, ISymbol caller, RedisSymbols symbols)
    {
        if (symbols.Connections.EffectOf(invocation.TargetMethod) == MemberEffect.Releases
            && invocation.Instance is { } instance
            && instance.Unwrapped() is IMemberReferenceOperation member
            && !SymbolEqualityComparer.Default.Equals(member.Member.ContainingType?.OriginalDefinition, caller.ContainingType?.OriginalDefinition))
        {
            _members.TryAdd(member.Member.OriginalDefinition, true);
        }
    }
}
