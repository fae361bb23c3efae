using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Upkeep;

/// <summary>
/// Loops that work when there is something to do, and not by the clock. Whatever a round throws, the next comes.
/// </summary>
/// <remarks>Thread-safe; several loops of one kind may share one.</remarks>
/// <param name="name">What they do; shown.</param>
/// <param name="isPrompt">Whether a round that lasts is a fault; not where it waits for somebody's handler.</param>
/// <param name="pool">The name of the pool.</param>
/// <param name="logger">Told of the first failure of a row.</param>
internal sealed class DemandLoop(string name, bool isPrompt, string pool, ILogger logger)
{
    // A round that fails before it has taken anything finds the same again at once.
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(250);
    private const long Idle = -1;

    private long _busySince = Idle;
    private long _failures;

    public RedisLoopSnapshot Now => new()
    {
        Name = name,
        SinceLastRun = Interlocked.Read(ref _busySince) is not Idle and var since ? TimeSpan.FromMilliseconds(Environment.TickCount64 - since) : TimeSpan.Zero,
        Failures = Interlocked.Read(ref _failures),
    };

    /// <summary>Does rounds until the channel is closed and empty.</summary>
    /// <param name="reader">Where the work comes from.</param>
    /// <param name="round">Takes what there is.</param>
    public async Task RunAsync<T>(ChannelReader<T> reader, Func<ChannelReader<T>, Task> round)
    {
        var isFailing = false;
        while (await reader.WaitToReadAsync().ConfigureAwait(false))
        {
            Interlocked.Exchange(ref _busySince, isPrompt ? Environment.TickCount64 : Idle);
            try
            {
                await round(reader).ConfigureAwait(false);
                isFailing = false;
            }
#pragma warning disable CA1031 // Whatever it is, the next round may do better; without one nothing would.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Tell(e, isFailing);
                isFailing = true;
                await Task.Delay(PauseAfterFailure).ConfigureAwait(false);
            }
            finally
            {
                Interlocked.Exchange(ref _busySince, Idle);
            }
        }
    }

    private void Tell(Exception failure, bool isKnown)
    {
        Interlocked.Increment(ref _failures);
        if (!isKnown)
        {
            PoolLog.LoopFailed(logger, failure, name, pool);
        }
    }
}
