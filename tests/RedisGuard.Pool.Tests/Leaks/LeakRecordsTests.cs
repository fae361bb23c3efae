using System.Diagnostics.Metrics;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Leaks;

/// <summary>Use that the tracker makes of the records that finalizers hand over.</summary>
public sealed class LeakRecordsTests : IDisposable
{
    private const int LeaseLeaked = 1001;
    private const int CallbackFailed = 1009;
    private static readonly RedisCallSite Site = new("Basket.cs", 42, "AddAsync");

    private readonly FakeLoggers _logs = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void Record_IsDealtWithOnAnotherThread()
    {
        var threads = new List<int>();
        var tracker = Tracker();
        var reporter = new Thread(() =>
        {
            for (var round = 0; round < 100; round++)
            {
                // The loop waits again by the time of most rounds, and a waiting one is what could be run here.
                using var reclaimed = new ManualResetEventSlim();
                tracker.TryReport(Record(() =>
                {
                    threads.Add(Environment.CurrentManagedThreadId);
                    reclaimed.Set();
                    return false;
                }));
                reclaimed.Wait(Eventually.Deadline, Cancel);
            }
        });

        reporter.Start();
        reporter.Join();

        Assert.Equal(100, threads.Count);
        Assert.DoesNotContain(reporter.ManagedThreadId, threads);
        Assert.Equal("leaks", tracker.Loop.Name);
    }

    [Fact]
    public async Task RoundThatLasts_Shows_AndAFullQueueRefuses()
    {
        using var go = new ManualResetEventSlim();
        var tracker = Tracker();
        tracker.TryReport(Record(() =>
        {
            go.Wait(Cancel);
            return false;
        }));
        await Eventually.TrueAsync(() => tracker.Loop.SinceLastRun > TimeSpan.Zero);

        var taken = Enumerable.Range(0, 10_000).Count(_ => tracker.TryReport(Record(static () => false)));

        Assert.Equal(4096, taken);
        go.Set();
        tracker.Close();
        await tracker.Drained.WaitAsync(Eventually.Deadline, Cancel);
        Assert.False(tracker.TryReport(Record(static () => false)));
    }

    [Fact]
    public async Task OnlyWhatWasTakenBack_IsALeak_AndCounted()
    {
        var counted = 0L;
        using var ear = new MeterListener();
        ear.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == PoolInstruments.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        ear.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (tags.ToArray().Any(static tag => Equals(tag.Value, nameof(OnlyWhatWasTakenBack_IsALeak_AndCounted))) && tags.ToArray().Any(static tag => Equals(tag.Value, "Basket.cs")))
            {
                Interlocked.Add(ref counted, value);
            }
        });
        ear.Start();
        var told = new List<RedisLeak>();
        var tracker = Tracker(told.Add, nameof(OnlyWhatWasTakenBack_IsALeak_AndCounted));

        tracker.TryReport(Record(static () => false));
        tracker.TryReport(Record(static () => throw new InvalidOperationException("its innards")));
        tracker.TryReport(Record(static () => true));
        tracker.Close();
        await tracker.Drained.WaitAsync(Eventually.Deadline, Cancel);

        Assert.Equal(1, Assert.Single(tracker.Found).Count);
        Assert.Equal(1, Assert.Single(told).Count);
        Assert.Equal(1, Interlocked.Read(ref counted));
        Assert.Single(_logs.Of(LeaseLeaked));
    }

    [Fact]
    public async Task CallbackThatThrows_IsLogged_AndTheNextLeakIsToldOf()
    {
        var told = 0;
        var tracker = Tracker(_ =>
        {
            told++;
            throw new InvalidOperationException("callback");
        });

        tracker.TryReport(Record(static () => true));
        tracker.TryReport(new LeakRecord(RedisLeakKind.Subscription, Site, null, static () => true));
        tracker.Close();
        await tracker.Drained.WaitAsync(Eventually.Deadline, Cancel);

        Assert.Equal(2, told);
        Assert.Equal("callback", _logs.Of(CallbackFailed).First().Exception!.Message);
    }

    [Fact]
    public async Task LineThatLeaked_HasItsNextStacksTaken()
    {
        var tracker = Tracker();
        Assert.Null(tracker.SampleStack(1, Site));

        tracker.TryReport(Record(static () => true));
        tracker.Close();
        await tracker.Drained.WaitAsync(Eventually.Deadline, Cancel);

        Assert.NotNull(tracker.SampleStack(1, Site));
        Assert.Null(tracker.SampleStack(1, Site with { Line = 43 }));
    }

    [Fact]
    public async Task Loop_BelongsToNobodysContext()
    {
        var mine = new AsyncLocal<string> { Value = "the creator's" };
        string? seen = "nothing";
        var tracker = Tracker(_ => seen = mine.Value);

        tracker.TryReport(Record(static () => true));
        tracker.Close();
        await tracker.Drained.WaitAsync(Eventually.Deadline, Cancel);

        Assert.Null(seen);
    }

    [Fact]
    public void SwitchedOff_IsNoLoop()
    {
        var tracker = new LeakTracker(RedisLeakDetection.Off, new PoolInstruments("off"), _logs.CreateLogger("test"), static _ => { });

        Assert.False(tracker.IsOn);
        Assert.True(tracker.Drained.IsCompleted);
        Assert.Null(tracker.SampleStack(128, Site));
    }

    private static LeakRecord Record(Func<bool> reclaim) => new(RedisLeakKind.Lease, Site, null, reclaim);

    private LeakTracker Tracker(Action<RedisLeak>? told = null, string pool = "test") =>
        new(RedisLeakDetection.Standard, new PoolInstruments(pool), _logs.CreateLogger("test"), told ?? (static _ => { }), pool);
}
