namespace RedisGuard.Cli.Server.Tests.LeakTest;

/// <summary>
/// A server that many use, window by window: foreign connections come and go (a birth–death process with a mean of so many,
/// each living 20 windows on average), a rollout may add some each window, and the tested program leaks in its loads.
/// </summary>
internal sealed class SimulatedServer(Random random, int foreign, int rollout, int leak)
{
    private const double MeanLife = 20;

    private readonly double _births = foreign / MeanLife;
    private int _foreign = foreign;
    private int _others;

    public int Count => _foreign + _others;

    /// <summary>The count grows in a window by what this returns.</summary>
    public int Window(bool isLoad)
    {
        var before = Count;
        var dead = 0;
        for (var connection = 0; connection < _foreign; connection++)
        {
            dead += random.NextDouble() < 1 / MeanLife ? 1 : 0;
        }

        _foreign += Poisson(_births) - dead;
        _others += rollout + (isLoad ? leak : 0);
        return Count - before;
    }

    private int Poisson(double mean)
    {
        var limit = Math.Exp(-mean);
        var count = 0;
        for (var product = random.NextDouble(); product > limit; product *= random.NextDouble())
        {
            count++;
        }

        return count;
    }
}
