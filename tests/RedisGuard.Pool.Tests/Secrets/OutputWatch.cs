using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Secrets;

/// <summary>Listens wherever a program that uses the pool can: its exceptions, metrics, spans and snapshots.</summary>
internal sealed class OutputWatch : IDisposable
{
    private const string Source = "RedisGuard.Pool";

    [ThreadStatic]
    private static bool t_isLooking;

    private readonly OutputSearch _search;
    private readonly MeterListener _metrics = new();
    private readonly ActivityListener _spans;

    public OutputWatch(OutputSearch search)
    {
        _search = search;
        _metrics.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == Source)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _metrics.SetMeasurementEventCallback<int>(Measured);
        _metrics.SetMeasurementEventCallback<long>(Measured);
        _metrics.SetMeasurementEventCallback<double>(Measured);
        _metrics.Start();
        _spans = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                _search.Look("span", $"{span.DisplayName} {span.StatusDescription}");
                _search.Look("span", span.TagObjects);
            },
        };
        ActivitySource.AddActivityListener(_spans);
        AppDomain.CurrentDomain.FirstChanceException += Thrown;
    }

    /// <summary>Reads what has to be asked for.</summary>
    public void Read()
    {
        foreach (var snapshot in PoolRegistry.All.Select(static pool => pool.GetSnapshot()))
        {
            _search.Look("snapshot", JsonSerializer.Serialize(snapshot));
        }

        _metrics.RecordObservableInstruments();
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= Thrown;
        _spans.Dispose();
        _metrics.Dispose();
    }

    private void Measured<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        foreach (var (name, tag) in tags)
        {
            _search.Look("metric", $"{name}={tag}");
        }
    }

    // What the library says while it reads a configuration never leaves the pool, and may quote it.
    private void Thrown(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        var isOurs = thrown.Exception.GetType().Assembly == typeof(RedisPool).Assembly;
        if (t_isLooking || !(isOurs || thrown.Exception is RedisException or TimeoutException or ObjectDisposedException or OperationCanceledException))
        {
            return;
        }

        t_isLooking = true;
        try
        {
            for (var exception = thrown.Exception; exception is not null; exception = exception.InnerException)
            {
                _search.Look("exception", exception.Message);
                _search.Look("exception", exception.Data.Keys.Cast<object>().Select(key => KeyValuePair.Create(key.ToString()!, exception.Data[key])));
            }
        }
        finally
        {
            t_isLooking = false;
        }
    }
}
