namespace RedisGuard.Dashboard.Pictures;

/// <summary>The first line: a state, and a sentence that says what to look at.</summary>
internal sealed record VerdictPicture(string State, string Text);
