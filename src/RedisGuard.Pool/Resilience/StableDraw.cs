namespace RedisGuard.Pool.Resilience;

/// <summary>Random numbers that hang on what they are drawn for.</summary>
/// <remarks>
/// The library asks many times for one attempt. A number drawn anew at each question would make short waits likely: one lucky
/// draw is enough. The mixing is SplitMix64's (Steele, Lea, Flood, 2014).
/// </remarks>
internal sealed class StableDraw
{
    private readonly ulong _salt = (ulong)Random.Shared.NextInt64();

    /// <summary>From 0 to below 1, the same for the same attempt.</summary>
    public double Of(long attempt)
    {
        var mixed = _salt + ((ulong)(attempt + 1) * 0x9E3779B97F4A7C15);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
