using System.Diagnostics;
using StackExchange.Redis;

namespace RedisGuard.Benchmarks.Pool;

/// <summary>Workers that call without a pause, and what they got done within a window of time.</summary>
/// <remarks>
/// The window opens when all of them are under way and closes while they still are. Counting until the last worker has
/// stopped, as one would first write it, lets one slow call halve the rate of all the others.
/// </remarks>
internal sealed class LoadWindow(Func<Task> call)
{
    private volatile bool _isOpen;
    private volatile bool _isOver;

    public static async Task<LoadReading> MeasureAsync(int workers, Func<Task> call, TimeSpan rampUp, TimeSpan window)
    {
        var load = new LoadWindow(call);
        var crew = Enumerable.Range(0, workers).Select(static _ => new Worker()).ToArray();
        var running = Array.ConvertAll(crew, worker => Task.Run(() => load.RunAsync(worker)));
        await Task.Delay(rampUp).ConfigureAwait(false);
        var before = crew.Sum(static worker => worker.Done);
        var began = Stopwatch.GetTimestamp();
        load._isOpen = true;
        await Task.Delay(window).ConfigureAwait(false);
        load._isOpen = false;
        var elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var done = crew.Sum(static worker => worker.Done) - before;
        load._isOver = true;
        await Task.WhenAll(running).ConfigureAwait(false);
        var latencies = new LatencyHistogram();
        Array.ForEach(crew, worker => latencies.Add(worker.Latencies));
        return new LoadReading(
            done / elapsed, latencies.Quantile(0.5), latencies.Quantile(0.99), latencies.Quantile(1), crew.Sum(static worker => worker.Failed));
    }

    private async Task RunAsync(Worker worker)
    {
        while (!_isOver)
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                await call().ConfigureAwait(false);
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                worker.Failed++;
                continue;
            }

            worker.Done++;
            if (_isOpen)
            {
                worker.Latencies.Add(Stopwatch.GetTimestamp() - began);
            }
        }
    }

    private sealed class Worker
    {
        private long _done;

        public LatencyHistogram Latencies { get; } = new();

        public long Failed { get; set; }

        /// <summary>Written by the worker alone, read by who measures.</summary>
        public long Done
        {
            get => Volatile.Read(ref _done);
            set => Volatile.Write(ref _done, value);
        }
    }
}
