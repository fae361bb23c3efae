namespace RedisGuard.Analyzers.Context;

/// <summary>Frequency of the code around a call, and the words for it in a message.</summary>
/// <param name="Frequency">How often.</param>
/// <param name="Description">What makes it so, as in «each time <i>the property 'Redis' is read</i>».</param>
internal readonly record struct CallContext(OpeningFrequency Frequency, string Description)
{
    /// <summary>Where only a loop makes it again and again: how often the code around the loop runs.</summary>
    public OpeningFrequency? OutsideLoop { get; init; }

    /// <summary>Whether it runs once for each entry of a cache, for what the entry is to keep.</summary>
    public bool IsForEntry { get; init; }

    /// <summary>Whether nothing says how often: an ordinary method that anybody may call, once or a million times.</summary>
    public bool IsPresumed { get; private init; }

    /// <summary>Whether nobody waits for the code: a job, a timer.</summary>
    public bool IsInBackground { get; init; }

    /// <summary>Whether a test or benchmark framework runs the code.</summary>
    public bool IsTest { get; private init; }

    public static CallContext Test { get; } = new(OpeningFrequency.ProcessLife, "the test runs") { IsTest = true };

    public static CallContext ProcessLife(string description) => new(OpeningFrequency.ProcessLife, description);

    public static CallContext Once(string description) => new(OpeningFrequency.Once, description);

    public static CallContext Unknown { get; } = new(OpeningFrequency.Unknown, "this code runs");

    public static CallContext PerCall(string description) => new(OpeningFrequency.PerCall, description);

    public static CallContext PresumedPerCall(string description) => new(OpeningFrequency.PerCall, description) { IsPresumed = true };
}
