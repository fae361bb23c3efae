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

    private readonly SyntaxNode _original;

    public TrackedEdit(SyntaxNode root, IEnumerable<SyntaxNode> nodes)
    {
        _original = root;
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

    /// <summary>Settles the layout. False where a directive went with removed code: one that stays alone, of a region or a pragma, would mean other lines.</summary>
    public bool TrySettle()
    {
        Root = Layout.Settled(Root);
        return Directives(_original).SequenceEqual(Directives(Root), StringComparer.Ordinal);
    }

    public void Replace<T>(T original, Func<T, SyntaxNode> replacement)
        where T : SyntaxNode
    {
        if (Current(original) is { } current)
        {
            Root = Root.ReplaceNode(current, replacement(current));
        }
    }

    private static IEnumerable<string> Directives(SyntaxNode root) =>
        root.ContainsDirectives ? root.DescendantTrivia().Where(trivia => trivia.IsDirective).Select(directive => directive.ToString().Trim()) : [];
}
