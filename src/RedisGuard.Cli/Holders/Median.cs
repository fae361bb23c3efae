namespace RedisGuard.Cli.Holders;

/// <summary>The middle of some numbers.</summary>
internal static class Median
{
    /// <summary>Sorts what it is given.</summary>
    public static double Of(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
