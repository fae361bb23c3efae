using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// Fields and properties whose connection some other type closes (<c>context.Connection.Dispose()</c>): complete only at
/// the compilation's end. Thread-safe.
/// </summary>
internal sealed class ForeignClosings
{
    private readonly ConcurrentDictionary<ISymbol, bool> _members = new(SymbolEqualityComparer.Default);

    public bool Contains(ISymbol member) => _members.ContainsKey(member.OriginalDefinition);

    public void Note(IInvocationOperation invocation, RedisSymbols symbols)
    {
        if (symbols.Model.EffectOf(invocation.TargetMethod) == MemberEffect.Releases
            && invocation.Instance is { } instance
            && BorrowedConnections.Unwrap(instance) is IMemberReferenceOperation { Instance: not (null or IInstanceReferenceOperation) } member)
        {
            _members.TryAdd(member.Member.OriginalDefinition, true);
        }
    }
}
