namespace RedisGuard.Watch.Connections;

/// <summary>Connections that one line opens and closes again and again.</summary>
/// <param name="Closings">How many were closed in one minute.</param>
/// <param name="MedianLife">How long they lived.</param>
internal sealed record Churn(int Closings, TimeSpan MedianLife)
{
    // A retry or a start-up opens a few; ten a minute is a habit.
    private const int Least = 10;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    // What lives longer may be a worker's own for its round.
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    /// <returns><see langword="null"/> when it isn't churn.</returns>
    public static Churn? Of(IEnumerable<(DateTimeOffset Closed, TimeSpan Life)> closings, DateTimeOffset now)
    {
        var lives = closings.Where(closing => now - closing.Closed <= Window).Select(static closing => closing.Life).Order().ToList();
        return lives.Count >= Least && lives[lives.Count / 2] < Short ? new Churn(lives.Count, lives[lives.Count / 2]) : null;
    }
}
