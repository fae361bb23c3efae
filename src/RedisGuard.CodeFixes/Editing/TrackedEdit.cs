using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RedisGuard.CodeFixes.Editing;

/// <summary>
/// Several changes to one file, told in nodes of the original: what was learned from the semantic model before the first
/// change still points at the right place after it.
/// </summary>
internal sealed class TrackedEdit
{
    // The compiler holds the statements of a member's body weakly, and tracks by identity: a garbage collection between two
    // looks at the same statement would make two nodes of it, of which one is unknown.
    private readonly SyntaxNode[] _alive;

    public TrackedEdit(SyntaxNode root, IEnumerable<SyntaxNode> nodes)
    {
        _alive = nodes.ToArray();
        Root = root.TrackNodes(_alive.AsEnumerable());
    }

    public SyntaxNode Root { get; set; }

    /// <summary>Whether more was changed than the member at hand, so that the compiler is asked about the whole file.</summary>
    public bool IsFileWide { get; set; }

    /// <summary>The name of a member whose type has changed, so that the compiler is asked about all files that mention it.</summary>
    public string? Reached { get; set; }

    /// <summary>What has become of a node; null if it is gone.</summary>
    public T? Current<T>(T original)
        where T : SyntaxNode => Root.GetCurrentNode(original);

    /// <inheritdoc cref="Layout.Settled"/>
    public void Settle() => Root = Layout.Settled(Root);

    public void Replace<T>(T original, Func<T, SyntaxNode> replacement)
        where T : SyntaxNode
    {
        if (Current(original) is { } current)
        {
            Root = Root.ReplaceNode(current, replacement(current));
        }
    }
}
