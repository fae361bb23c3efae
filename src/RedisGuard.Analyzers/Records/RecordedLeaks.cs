using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Records;

/// <summary>
/// The recorded leaks of one compilation, and what was said of them already. Thread-safe.
/// </summary>
internal sealed class RecordedLeaks
{
    private readonly ImmutableHashSet<string> _simpleNames;
    private readonly ILookup<string, RecordedLeak> _byMember;
    private readonly ConcurrentDictionary<RecordedLeak, bool> _met = new();
    private readonly ConcurrentDictionary<Location, bool> _told = new();
    private readonly ConcurrentDictionary<Location, bool> _awaited = new();
    private readonly ConcurrentDictionary<Location, RecordedLeak> _found = new();

    public RecordedLeaks(ImmutableArray<RecordedLeak> all)
    {
        All = all;
        _byMember = all.ToLookup(leak => leak.Member, StringComparer.Ordinal);
        _simpleNames = all.Select(leak => leak.MemberName).ToImmutableHashSet(StringComparer.Ordinal);
    }

    public ImmutableArray<RecordedLeak> All { get; }

    /// <summary>Those that nobody found the member of.</summary>
    public IEnumerable<RecordedLeak> Unmet => All.Where(leak => !_met.ContainsKey(leak));

    /// <summary>Reads what the project was given.</summary>
    /// <param name="files">Its additional files.</param>
    /// <param name="read">Reads one of them, and remembers it as long as it stays the same.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static RecordedLeaks Of(ImmutableArray<AdditionalText> files, Func<SourceText, ImmutableArray<RecordedLeak>> read, CancellationToken cancellationToken) => new(files
        .Where(file => string.Equals(System.IO.Path.GetFileName(file.Path), LeakFile.Name, StringComparison.OrdinalIgnoreCase))
        .Select(file => file.GetText(cancellationToken))
        .SelectMany(text => text is null ? ImmutableArray<RecordedLeak>.Empty : read(text))
        .ToImmutableArray());

    /// <summary>What was recorded of a member.</summary>
    public ImmutableArray<RecordedLeak> In(ISymbol member)
    {
        // Nearly every member is none of them: its full name isn't worth making.
        if (!_simpleNames.Contains(MemberNames.Simple(member)))
        {
            return ImmutableArray<RecordedLeak>.Empty;
        }

        // What the pool records is told without the type: the compiler fills in no more than the member at a call.
        var leaks = _byMember[MemberNames.Full(member)]
            .Concat(_byMember[MemberNames.Simple(member)].Where(leak => leak.Path is not null && leak.IsIn(member)))
            .ToImmutableArray();
        foreach (RecordedLeak leak in leaks)
        {
            _met.TryAdd(leak, true);
        }

        return leaks;
    }

    /// <summary>Notes that a rule will answer for a call at the end only.</summary>
    public void Expect(OperationAnalysisContext context)
    {
        if (!All.IsEmpty)
        {
            _awaited.TryAdd(context.Operation.Syntax.GetLocation(), true);
        }
    }

    public bool IsAwaited(Location call) => _awaited.Keys.Any(awaited => Overlap(awaited, call));

    public bool IsTold(Location call) => _told.Keys.Any(told => Overlap(told, call));

    /// <summary>Notes the call of a recorded leak, so that what a rule says of it at the end is raised too.</summary>
    public void Found(Location call, RecordedLeak leak) => _found.TryAdd(call, leak);

    /// <summary>Finds the leak that was seen at run time at the call that a rule speaks of; null where there was none.</summary>
    public RecordedLeak? SeenAt(Location fault, OperationAnalysisContext context)
    {
        if (All.IsEmpty)
        {
            return null;
        }

        _told.TryAdd(fault, true);
        SyntaxNode code = context.Operation.Root().Syntax;
        return In(context.ContainingSymbol).FirstOrDefault(recorded =>
            RecordedCall.In(recorded, code, MemberNames.IsAmbiguous(context.ContainingSymbol), out _) is { } call && Overlap(call.GetLocation(), fault));
    }

    /// <summary>The same for what a rule says at the end, when every call was found. Not for what is told of a record alone.</summary>
    public RecordedLeak? FoundAt(Location fault)
    {
        if (_found.IsEmpty || fault.SourceTree is null || _found.FirstOrDefault(found => Overlap(found.Key, fault)).Value is not { } leak)
        {
            return null;
        }

        _told.TryAdd(fault, true);
        return leak;
    }

    private static bool Overlap(Location first, Location second) => first.SourceTree == second.SourceTree && first.SourceSpan.IntersectsWith(second.SourceSpan);
}
