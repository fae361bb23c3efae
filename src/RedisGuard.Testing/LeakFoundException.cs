using System.Text;

namespace RedisGuard.Testing;

/// <summary>Something that a scope opened was not closed at its end.</summary>
public sealed class LeakFoundException : Exception
{
    /// <summary>Creates one without leaks.</summary>
    public LeakFoundException()
        : this([], 0)
    {
    }

    /// <summary>Creates one with a message of its own.</summary>
    /// <param name="message">What happened.</param>
    public LeakFoundException(string message)
        : base(message)
    {
    }

    /// <summary>Creates one with a message of its own.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public LeakFoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal LeakFoundException(IReadOnlyList<FoundLeak> leaks, int unattributed)
        : base(Text(leaks, unattributed)) => Leaks = leaks;

    /// <summary>What was open, by the line that opened it.</summary>
    public IReadOnlyList<FoundLeak> Leaks { get; } = [];

    private static string Text(IReadOnlyList<FoundLeak> leaks, int unattributed)
    {
        var text = new StringBuilder();
        foreach (var kind in leaks.GroupBy(static leak => leak.Kind))
        {
            var count = kind.Sum(static leak => leak.Dropped + leak.Held);
            text.AppendLine(FormattableString.Invariant($"{count} {Noun(kind.Key, count)} opened in this scope {(count == 1 ? "was" : "were")} not closed."));
            foreach (var leak in kind)
            {
                text.Append("  ").AppendLine(leak.ToString());
            }
        }

        if (unattributed > 0)
        {
            text.AppendLine(FormattableString.Invariant($"  not counted: {unattributed} opened at the same time by other code"));
        }

        return text.ToString().TrimEnd();
    }

    private static string Noun(LeakKinds kind, int count) => (kind switch
    {
        LeakKinds.Leases => "lease",
        LeakKinds.Subscriptions => "subscription",
        LeakKinds.DedicatedConnections => "dedicated connection",
        _ => "connection",
    }) + (count == 1 ? "" : "s");
}
