namespace RedisGuard.Dashboard.History;

/// <summary>The state that something went into.</summary>
/// <param name="At">When, in milliseconds since 1970, as browsers count.</param>
/// <param name="State">The state, in a word.</param>
internal sealed record Change(long At, string State);
