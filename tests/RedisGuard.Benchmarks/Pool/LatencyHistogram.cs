using System.Diagnostics;
using System.Numerics;

namespace RedisGuard.Benchmarks.Pool;

/// <summary>
/// Counts how often something took how long, within 3 %: 32 steps a doubling. It never grows, so that measuring makes no garbage whose
/// collection would be measured.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int StepBits = 5;
    private const int Steps = 1 << StepBits;

    private readonly long[] _counts = new long[(64 - StepBits + 1) * Steps];

    public void Add(long ticks)
    {
        var exponent = Math.Max(BitOperations.Log2((ulong)ticks | 1) - StepBits, 0);
        var index = exponent == 0 ? ticks : (exponent * Steps) + (ticks >> exponent);
        _counts[index]++;
    }

    public void Add(LatencyHistogram other)
    {
        for (var index = 0; index < _counts.Length; index++)
        {
            _counts[index] += other._counts[index];
        }
    }

    /// <summary>The time that a share of all stayed within, in microseconds.</summary>
    public double Quantile(double share)
    {
        var left = Math.Ceiling(_counts.Sum() * share);
        for (var index = 0; index < _counts.Length; index++)
        {
            if ((left -= _counts[index]) <= 0)
            {
                return Ticks(index) * 1e6 / Stopwatch.Frequency;
            }
        }

        return 0;
    }

    private static double Ticks(int index)
    {
        var exponent = Math.Max((index / Steps) - 1, 0);
        return (double)(index - (exponent * Steps)) * (1L << exponent);
    }
}
