using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Secrets;

/// <summary>
/// Fields and properties that a type keeps a text in. A type logs such members over and over, so each is looked into once, and only in
/// files that have to do with a connection's options at all. Thread-safe.
/// </summary>
internal sealed class KeptTexts
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> s_mentions = new();

    private readonly SecretKnowledge _known;
    private readonly ConcurrentDictionary<ISymbol, bool> _members = new(SymbolEqualityComparer.Default);

    public KeptTexts(SecretKnowledge known) => _known = known;

    /// <summary>Whether the type around the code puts such a value in the member.</summary>
    public bool IsFilledWith(ISymbol member, Func<IOperation, bool> isSuch, OperationAnalysisContext context)
    {
        if (!SymbolEqualityComparer.Default.Equals(member.ContainingType, context.ContainingSymbol.ContainingType)
            || !member.ContainingType.DeclaringSyntaxReferences.Any(reference => MentionsOptions(reference.SyntaxTree, context.CancellationToken)))
        {
            return false;
        }

        if (!_members.TryGetValue(member, out bool isFilled))
        {
            // First, so that a member which is filled from itself ends the look.
            _members.TryAdd(member, false);
            isFilled = _known.Types.Of(member.ContainingType, member, context.CancellationToken).Fills.Any(fill => fill.Value is { } value && isSuch(value));
            _members[member] = isFilled;
        }

        return isFilled;
    }

    private static bool MentionsOptions(SyntaxTree tree, CancellationToken cancellationToken)
        => s_mentions.GetValue(tree, known => new StrongBox<bool>(WrittenNames.IsIn(known, "Configuration", cancellationToken))).Value;
}
