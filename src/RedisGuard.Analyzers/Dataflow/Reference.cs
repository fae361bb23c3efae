namespace RedisGuard.Analyzers.Dataflow;

/// <summary>One thing a value may refer to: an obligation, by its number in the flow, and the value's role towards it.</summary>
internal readonly record struct Reference(int Obligation, Role Role);
