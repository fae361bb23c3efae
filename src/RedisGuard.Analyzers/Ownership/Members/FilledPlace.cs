using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>
/// A member that some code fills, and those that the same code fills from it: <c>_m = Connect(); _db = _m.GetDatabase();</c>, or sets
/// beside it: <c>_isOpen = true;</c>
/// </summary>
internal sealed class FilledPlace
{
    private readonly ISymbol _member;
    private readonly AccessPaths _paths;
    private readonly HashSet<ISymbol> _companions = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _set = new(SymbolEqualityComparer.Default);
    private readonly SemanticModel? _model;

    public FilledPlace(IOperation opening, ISymbol member)
    {
        _member = KeptMember.Of(member);
        _paths = AccessPaths.OfBodyAround(opening);
        _model = opening.SemanticModel;
        foreach (IAssignmentOperation assignment in opening.Root().Descendants().OfType<IAssignmentOperation>())
        {
            if (assignment.Target is not IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } filled)
            {
                continue;
            }

            if (assignment is ISimpleAssignmentOperation { Value.ConstantValue: { HasValue: true, Value: true } })
            {
                _set.Add(filled.Member.OriginalDefinition);
            }
            else if (Is(assignment.Value))
            {
                _companions.Add(KeptMember.Of(filled.Member));
            }
        }
    }

    /// <summary>Whether the expression leads to the member.</summary>
    public bool Is(IOperation operation) => RootOf(operation) is { } root && SymbolEqualityComparer.Default.Equals(root, _member);

    /// <summary>Whether the expression leads to the member, or to one that is filled whenever it is: empty, both are.</summary>
    public bool IsFilledTogetherWith(IOperation operation) => Is(operation) || (RootOf(operation) is { } root && _companions.Contains(root));

    /// <summary>Tells whether this is the flag that the fill sets: as long as it isn't set, the member is empty.</summary>
    public bool IsToldBy(IMemberReferenceOperation flag) => IsSetWith(flag) && _model is { } model && FilledFlags.StaySet((IFieldSymbol)flag.Member, model);

    /// <summary>Tells whether the fill sets this flag, be it that something takes it back.</summary>
    public bool IsSetWith(IMemberReferenceOperation flag)
        => flag.Member is IFieldSymbol { DeclaredAccessibility: Accessibility.Private } && _set.Contains(flag.Member.OriginalDefinition);

    private ISymbol? RootOf(IOperation operation) => _paths.Of(operation) is { } root ? KeptMember.Of(root) : null;
}
