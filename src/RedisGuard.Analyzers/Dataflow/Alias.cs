namespace RedisGuard.Analyzers.Dataflow;

/// <summary>One thing a value may refer to: an obligation, by its number in the flow, and what the value is to it.</summary>
internal readonly record struct Alias(int Obligation, AliasKind Kind);
