namespace RedisGuard.Cli.Server.Tests.LeakTest;

/// <summary>The usual test for a trend, as a peer: exact, one-sided, over the counts after each load.</summary>
internal static class MannKendall
{
    public static double P(IReadOnlyList<int> counts)
    {
        var n = counts.Count;
        var inversions = 0;
        for (var earlier = 0; earlier < n; earlier++)
        {
            for (var later = earlier + 1; later < n; later++)
            {
                inversions += counts[later] <= counts[earlier] ? 1 : 0;
            }
        }

        // Of all orders of n, how many have at most so many inversions (the Mahonian numbers).
        var orders = new double[(n * (n - 1) / 2) + 1];
        orders[0] = 1;
        for (var length = 2; length <= n; length++)
        {
            var next = new double[orders.Length];
            for (var total = 0; total < orders.Length; total++)
            {
                for (var added = 0; added < length && added <= total; added++)
                {
                    next[total] += orders[total - added] / length;
                }
            }

            orders = next;
        }

        return orders.Take(inversions + 1).Sum();
    }
}
