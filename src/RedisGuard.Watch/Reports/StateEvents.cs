namespace RedisGuard.Watch.Reports;

/// <summary>
/// Tells the state of a process to <c>redisguard attach</c>: two event sources that are silent until a session of the runtime's
/// diagnostics asks one of them. Each question is answered once, as JSON in parts.
/// </summary>
internal static class StateEvents
{
    /// <summary>The watch's, with a <see cref="WatchReport"/>.</summary>
    public const string Watch = "RedisGuard-Watch";

    /// <summary>The pool's, with the state of every pool.</summary>
    public const string Pool = "RedisGuard-Pool";

    /// <summary>The event with a part of the answer: the text, how many parts follow.</summary>
    public const int Part = 1;

    /// <summary>The event that says why there is no answer.</summary>
    public const int Trouble = 2;

    /// <summary>An argument of the question: <c>1</c> starts the watch that lies beside the pool.</summary>
    public const string StartWatch = "StartWatch";

    /// <summary>An argument of the question: <c>1</c> forces a collection first, which tells the lost from the held.</summary>
    public const string Collect = "Collect";

    // An event of the runtime's event pipe holds 64 KB; a character takes two bytes.
    private const int LongestPart = 16_000;

    /// <summary>The parts of an answer, each with the number of those that follow.</summary>
    public static IEnumerable<(string Text, int Left)> Split(string json)
    {
        var left = (json.Length - 1) / LongestPart;
        for (var at = 0; left >= 0; at += LongestPart, left--)
        {
            yield return (json.Substring(at, Math.Min(LongestPart, json.Length - at)), left);
        }
    }
}
