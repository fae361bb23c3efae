namespace LeakyShop.Demo;

/// <summary>One shop under load: a reading each second, and how many requests it served.</summary>
internal sealed record Run(IReadOnlyList<Reading> Readings, int Served)
{
    private const int Seconds = 8;

    public Reading Last => Readings[^1];

    /// <param name="customers">Who loads it.</param>
    /// <param name="watch">Who counts.</param>
    /// <param name="othersOpen">Connections that were open before any shop was; not counted.</param>
    public static async Task<Run> DriveAsync(Customers customers, ServerWatch watch, int othersOpen)
    {
        var before = await watch.ReadAsync();
        var readings = new List<Reading>();
        using var closingTime = new CancellationTokenSource();
        using var clock = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var load = customers.ShopUntilAsync(closingTime.Token);
        while (readings.Count < Seconds && await clock.WaitForNextTickAsync(CancellationToken.None))
        {
            var now = await watch.ReadAsync();
            readings.Add(new Reading(now.Open - othersOpen, now.Opened - before.Opened, now.Channels - before.Channels));
        }

        await closingTime.CancelAsync();
        await load;
        return new Run(readings, customers.Served);
    }
}
