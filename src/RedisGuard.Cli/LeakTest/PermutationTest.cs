using System.Numerics;

namespace RedisGuard.Cli.LeakTest;

/// <summary>
/// The exact permutation test on what two kinds of windows grew by: of all ways to call half of the windows loads, the share
/// in which those grew by at least as much as the loads did. It needs no model of what others do, only that the order was random.
/// </summary>
internal static class PermutationTest
{
    /// <summary>4 loads and 4 rests have 70 orders, so that no p is below 1.4 %; with 5 and 5 it is 1 of 252.</summary>
    public const int FewestPairs = 5;

    public const int MostPairs = 10;

    /// <summary>The share of all orders that is as extreme; small where the loads grew more than chance would have it.</summary>
    /// <param name="loads">The growth of each load window.</param>
    /// <param name="rests">The growth of each rest window; as many.</param>
    public static double P(IReadOnlyList<int> loads, IReadOnlyList<int> rests)
    {
        var growths = loads.Concat(rests).ToArray();
        var observed = loads.Sum();
        var half = growths.Length / 2;
        // The sum over each choice is the sum over its lower half and its upper half, each found once.
        var lower = Sums(growths.AsSpan(0, half));
        var upper = Sums(growths.AsSpan(half));
        long all = 0, extreme = 0;
        for (var choice = 0; choice < 1 << growths.Length; choice++)
        {
            if (BitOperations.PopCount((uint)choice) != loads.Count)
            {
                continue;
            }

            all++;
            extreme += lower[choice & ((1 << half) - 1)] + upper[choice >> half] >= observed ? 1 : 0;
        }

        return (double)extreme / all;
    }

    private static int[] Sums(ReadOnlySpan<int> growths)
    {
        var sums = new int[1 << growths.Length];
        for (var choice = 1; choice < sums.Length; choice++)
        {
            var lowest = BitOperations.TrailingZeroCount(choice);
            sums[choice] = sums[choice & (choice - 1)] + growths[lowest];
        }

        return sums;
    }
}
