using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>Account of a type's dealings with one of its fields or properties. Read-only once the type was read.</summary>
internal sealed class MemberOwnership
{
    private readonly List<MemberUse> _fills = new();
    private readonly List<MemberUse> _releases = new();
    private readonly List<MemberUse> _handOvers = new();
    private readonly List<MemberUse> _mentions = new();

    /// <summary>The places that put something other than null in.</summary>
    public IReadOnlyList<MemberUse> Fills => _fills;

    /// <summary>The places that close what is in it.</summary>
    public IReadOnlyList<MemberUse> Releases => _releases;

    /// <summary>The places that pass what is in it to other code.</summary>
    public IReadOnlyList<MemberUse> HandOvers => _handOvers;

    /// <summary>The places that do more with it than use it: put it in an array, a tuple, a delegate, another variable.</summary>
    public IReadOnlyList<MemberUse> Mentions => _mentions;

    public void AddMention(MemberUse use) => _mentions.Add(use);

    public void AddFill(MemberUse use) => _fills.Add(use);

    public void AddRelease(MemberUse use) => _releases.Add(use);

    public void AddHandOver(MemberUse use) => _handOvers.Add(use);

    public MemberOwnership Union(MemberOwnership other)
    {
        var union = new MemberOwnership();
        union._fills.AddRange(_fills);
        union._fills.AddRange(other._fills);
        union._releases.AddRange(_releases);
        union._releases.AddRange(other._releases);
        union._handOvers.AddRange(_handOvers);
        union._handOvers.AddRange(other._handOvers);
        union._mentions.AddRange(_mentions);
        union._mentions.AddRange(other._mentions);
        return union;
    }

    public MemberOwnership WithReleasesOf(MemberOwnership other)
    {
        MemberOwnership with = Union(new MemberOwnership());
        with._releases.AddRange(other._releases);
        return with;
    }
}
