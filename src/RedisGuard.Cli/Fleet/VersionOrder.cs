using System.Globalization;

namespace RedisGuard.Cli.Fleet;

/// <summary>Orders versions by their numbers, 1.9 before 1.10, and a pre-release before its release.</summary>
internal sealed class VersionOrder : IComparer<string>
{
    public static VersionOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (left, right) = (Parts(x), Parts(y));
        for (var index = 0; index < Math.Max(left.Length, right.Length); index++)
        {
            var (one, other) = (index < left.Length ? left[index] : 0, index < right.Length ? right[index] : 0);
            if (one != other)
            {
                return one.CompareTo(other);
            }
        }

        var (isPre, isOtherPre) = (x?.Contains('-', StringComparison.Ordinal) == true, y?.Contains('-', StringComparison.Ordinal) == true);
        return isPre != isOtherPre ? (isPre ? -1 : 1) : string.CompareOrdinal(x, y);
    }

    private static long[] Parts(string? version) =>
        [.. (version ?? string.Empty).Split('-')[0].Split('.').Select(static part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)];
}
