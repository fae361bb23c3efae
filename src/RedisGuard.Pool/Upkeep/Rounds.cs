namespace RedisGuard.Pool.Upkeep;

/// <summary>Several pieces of work that make one round: each is done, whatever became of those before it.</summary>
internal static class Rounds
{
    /// <summary>Does all, then throws what the first that failed threw.</summary>
    /// <param name="items">What there is to see to.</param>
    /// <param name="work">Sees to one.</param>
    public static void Each<T>(IEnumerable<T> items, Action<T> work)
    {
        Exception? first = null;
        foreach (var item in items)
        {
            try
            {
                work(item);
            }
#pragma warning disable CA1031 // Thrown below: one connection that is torn down shall not keep the others from being looked after.
            catch (Exception e)
#pragma warning restore CA1031
            {
                first ??= e;
            }
        }

        if (first is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
    }
}
