using System.Globalization;

namespace RedisGuard.Pool;

/// <summary>
/// The names of the living pools, each once: two pools under one name would be one in every metric, and their sum no
/// pool's reading.
/// </summary>
internal static class PoolNames
{
    private static readonly object Gate = new();
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal);

    /// <summary>Takes a name, or where that is taken the name with the next free number.</summary>
    public static string Take(string wanted)
    {
        lock (Gate)
        {
            var name = wanted;
            for (var number = 2; !Taken.Add(name); number++)
            {
                name = string.Create(CultureInfo.InvariantCulture, $"{wanted}#{number}");
            }

            return name;
        }
    }

    public static void Release(string name)
    {
        lock (Gate)
        {
            Taken.Remove(name);
        }
    }
}
