using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>A member that some code fills, and those that the same code fills from it: <c>_m = Connect(); _db = _m.GetDatabase();</c></summary>
internal sealed class FilledPlace
{
    private readonly ISymbol _member;
    private readonly AccessPaths _paths;
    private readonly HashSet<ISymbol> _companions = new(SymbolEqualityComparer.Default);

    public FilledPlace(IOperation opening, ISymbol member)
    {
        _member = KeptMember.Of(member);
        _paths = AccessPaths.OfBodyAround(opening);
        foreach (IAssignmentOperation assignment in opening.Root().Descendants().OfType<IAssignmentOperation>())
        {
            if (assignment.Target is IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } filled && Is(assignment.Value))
            {
                _companions.Add(KeptMember.Of(filled.Member));
            }
        }
    }

    /// <summary>Whether the expression leads to the member.</summary>
    public bool Is(IOperation operation) => RootOf(operation) is { } root && SymbolEqualityComparer.Default.Equals(root, _member);

    /// <summary>Whether the expression leads to the member, or to one that is filled whenever it is: empty, both are.</summary>
    public bool IsFilledTogetherWith(IOperation operation) => Is(operation) || (RootOf(operation) is { } root && _companions.Contains(root));

    private ISymbol? RootOf(IOperation operation) => _paths.Of(operation) is { } root ? KeptMember.Of(root) : null;
}
