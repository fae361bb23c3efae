using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Suppressors;

/// <summary>Fields and properties that keep a connection, and whose type closes it where it ends, or only has it from others.</summary>
internal sealed class ProvedMembers
{
    private readonly OwnershipIndex _index;

    public ProvedMembers(OwnershipIndex index) => _index = index;

    /// <summary>Whether the member keeps a connection that is closed in time, or that is somebody else's to close.</summary>
    public bool IsProved(ISymbol member, CancellationToken cancellationToken)
        => KeepsConnection(member) && (IsClosed(member, cancellationToken) || IsOnlyLent(member, cancellationToken));

    /// <summary>Whether all that the type keeps and that can be disposed is so.</summary>
    public bool AreAllProved(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        ISymbol[] kept = type.GetMembers().Where(member => member is { IsStatic: false } and (IFieldSymbol { AssociatedSymbol: null } or IPropertySymbol) && CanBeDisposed(TypeOf(member))).ToArray();
        return kept.Length > 0 && kept.All(member => IsProved(member, cancellationToken));
    }

    /// <summary>Whether the type closes the member where it ends: in its disposal, or where a host stops it.</summary>
    public bool IsClosed(ISymbol member, CancellationToken cancellationToken)
        => member.ContainingType is { } type
            && _index.Types.Of(type, member, cancellationToken) is { } account
            && (account.Releases.Any(release => ClosingMembers.Contains(release.Member) || IsAtTheEnd(release) || IsHelperOfTheEnd(release.Member, type, cancellationToken))
                || account.HandOvers.Any(handOver => ClosingMembers.Contains(handOver.Member) && IsToClosingHelper(handOver.Operation, cancellationToken)));

    /// <summary><c>Dispose() =&gt; Disconnect();</c></summary>
    private bool IsHelperOfTheEnd(ISymbol member, INamedTypeSymbol type, CancellationToken cancellationToken)
        => member is IMethodSymbol { MethodKind: MethodKind.Ordinary } helper && _index.Types.Of(type, cancellationToken).CallsOf(helper).Any(call => ClosingMembers.Contains(call.Member));

    /// <summary>A <c>finally</c> of the work that a host runs as long as the object lives.</summary>
    private static bool IsAtTheEnd(MemberUse release)
    {
        for (IOperation? current = release.Operation; current is not null && release.Member.Name == "ExecuteAsync"; current = current.Parent)
        {
            if (current.Parent is ITryOperation { Finally: { } last } && last == current)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>Dispose() =&gt; CloseQuietly(_connection)</c></summary>
    private bool IsToClosingHelper(IOperation handOver, CancellationToken cancellationToken)
        => handOver is IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation { TargetMethod: { } helper } }
            && _index.CallsOf(ResourceKind.Connection).Summaries.Of(helper, cancellationToken).FateOf(parameter) == ParameterFate.Releases;

    private bool IsOnlyLent(ISymbol member, CancellationToken cancellationToken)
    {
        IReadOnlyList<MemberUse> fills = _index.Types.Of(member.ContainingType, member, cancellationToken).Fills;
        return member.DeclaredAccessibility == Accessibility.Private
            && fills.Count > 0
            && fills.All(fill => Refused(fill.Value)?.Unwrapped() is IParameterReferenceOperation
                or IInvocationOperation { TargetMethod: { Name: "GetRequiredService" or "GetRequiredKeyedService" } }
                or IPropertyReferenceOperation { Property: { Name: "Multiplexer", ContainingNamespace.Name: "Redis" } });
    }

    /// <summary><c>given ?? throw new ArgumentNullException(…)</c></summary>
    private static IOperation? Refused(IOperation? value)
        => value?.Unwrapped() is ICoalesceOperation { WhenNull: { } otherwise } choice && otherwise.Unwrapped() is IThrowOperation ? choice.Value : value;

    private bool KeepsConnection(ISymbol member)
        => TypeOf(member) is { } type
            && (_index.Symbols.IsConnection(type)
                || _index.Symbols.Model[ResourceKind.Handle].IsResource(type)
                || (type is INamedTypeSymbol { Name: "Lazy" or "Task", TypeArguments: { Length: 1 } arguments } && _index.Symbols.IsConnection(arguments[0])));

    private static ITypeSymbol? TypeOf(ISymbol member)
        => member switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            _ => null,
        };

    private static bool CanBeDisposed(ITypeSymbol? type)
        => type is not null && (type.Name is "IDisposable" or "IAsyncDisposable" || type.AllInterfaces.Any(implemented => implemented.Name is "IDisposable" or "IAsyncDisposable"));
}
