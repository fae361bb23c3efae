namespace LeakyShop.Demo;

/// <summary>One shop under load: a reading each second, and how many requests it served.</summary>
internal sealed record Run(IReadOnlyList<Reading> Readings, int Served)
{
    private const int Seconds = 6;

    public Reading Last => Readings[^1];

    public static async Task<Run> DriveAsync(Customers customers, ServerWatch watch)
    {
        var before = await watch.ReadAsync();
        var readings = new List<Reading>();
        using var closingTime = new CancellationTokenSource();
        using var clock = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var load = customers.ShopUntilAsync(closingTime.Token);
        while (readings.Count < Seconds && await clock.WaitForNextTickAsync(CancellationToken.None))
        {
            var now = await watch.ReadAsync();
            readings.Add(now with { Opened = now.Opened - before.Opened, Channels = now.Channels - before.Channels });
        }

        await closingTime.CancelAsync();
        await load;
        return new Run(readings, customers.Served);
    }
}
