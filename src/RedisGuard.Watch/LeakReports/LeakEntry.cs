namespace RedisGuard.Watch.LeakReports;

/// <summary>
/// One call that was seen to go wrong. It is found again by member, call and number, never by line: code moves. Nothing in it
/// says which server, user or key it was about.
/// </summary>
internal sealed record LeakEntry
{
    /// <summary>What went wrong: <c>connection</c>, <c>lease</c>, <c>subscription</c>, <c>dedicated</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>How: <c>leaked</c> or <c>churn</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>Namespace, type and member: <c>Shop.Checkout.Pay</c>.</summary>
    public required string Member { get; init; }

    /// <summary>Type and method of what it called: <c>ConnectionMultiplexer.ConnectAsync</c>.</summary>
    public required string Call { get; init; }

    /// <summary>Which of the member's calls of that name, from 1; 0 when nobody looked at the source.</summary>
    public int Nth { get; init; }

    /// <summary>A hash of the line of code without its blanks; <see langword="null"/> when nobody looked at the source.</summary>
    public string? Text { get; init; }

    /// <summary>The source file, as far as it doesn't say whose machine it was on.</summary>
    public string? Path { get; init; }

    /// <summary>Where the call was then: for readers, and between equal calls of one member.</summary>
    public int Line { get; init; }

    /// <summary>How often, rounded to 1, 2 or 5 times a power of ten: exact counts would change with every run.</summary>
    public long Count { get; init; }

    public DateOnly FirstSeen { get; init; }

    public DateOnly LastSeen { get; init; }

    /// <summary>In how many processes, rounded as the count is.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>The builds it was seen in: assembly and commit, or assembly and the start of the module's id.</summary>
    public IReadOnlyList<string> Builds { get; init; } = [];
}
