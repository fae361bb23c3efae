using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Upkeep;

namespace RedisGuard.Pool.Leaks;

/// <summary>
/// Takes the records of finalizers, takes back what leaked, and says so: once for each line, and again at its tenth,
/// hundredth … leak.
/// </summary>
internal sealed class LeakTracker
{
    // A burst between two drains: more than this and the finalizers try again at the next collection.
    private const int Capacity = 4096;

    private readonly Channel<LeakRecord> _records = Channel.CreateBounded<LeakRecord>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, AllowSynchronousContinuations = false });

    private readonly LeakSites _sites = new();
    private readonly StackSampler _sampler;
    private readonly DemandLoop _loop;
    private readonly PoolInstruments _instruments;
    private readonly ILogger _logger;
    private readonly Action<RedisLeak> _detected;

    public LeakTracker(RedisLeakDetection detection, PoolInstruments instruments, ILogger logger, Action<RedisLeak> detected, string pool = "dedicated")
    {
        IsOn = detection != RedisLeakDetection.Off;
        _sampler = new StackSampler(detection);
        _instruments = instruments;
        _logger = logger;
        _detected = detected;
        _loop = new DemandLoop("leaks", isPrompt: true, pool, logger);
        if (IsOn)
        {
            // On the pool's own account: the context of whoever created it must not live as long as it does.
            using var noFlow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
            Drained = Task.Run(() => _loop.RunAsync(_records.Reader, _ =>
            {
                Drain();
                return Task.CompletedTask;
            }));
        }
    }

    public bool IsOn { get; }

    /// <summary>Completes after <see cref="Close"/>, when every record was dealt with.</summary>
    public Task Drained { get; } = Task.CompletedTask;

    /// <summary>The time at which it was last at work.</summary>
    public RedisLoopSnapshot Loop => _loop.Now;

    public IReadOnlyList<RedisLeak> Found => _sites.All;

    /// <summary>A stack trace of the caller, where one is due.</summary>
    public StackTrace? SampleStack(long acquisition, in RedisCallSite site) =>
        _sampler.IsDue(acquisition, site) ? new StackTrace(skipFrames: 2, fNeedFileInfo: false) : null;

    /// <summary>For finalizers: neither blocks nor throws. <see langword="false"/> when there is no room.</summary>
    public bool TryReport(LeakRecord record) => _records.Writer.TryWrite(record);

    public void Close() => _records.Writer.TryComplete();

    private void Drain()
    {
        // All that one collection found, so that a hundred leaks of one line are one warning.
        foreach (var leaks in TakeAll().GroupBy(static record => (record.Kind, record.Site)))
        {
            // Whatever goes wrong, the next leak must still be taken back.
            if (Fence.Run(static told => told.Tracker.Report(told.Key.Kind, told.Key.Site, told.Leaks), (Tracker: this, leaks.Key, Leaks: leaks.ToList())) is { } failure)
            {
                PoolLog.LeakCallbackFailed(_logger, failure);
            }
        }
    }

    private List<LeakRecord> TakeAll()
    {
        var taken = new List<LeakRecord>();
        while (_records.Reader.TryRead(out var record))
        {
            if (Fence.Ask(static leaked => leaked.Reclaim(), record, otherwise: false))
            {
                taken.Add(record);
            }
        }

        return taken;
    }

    private void Report(RedisLeakKind kind, RedisCallSite site, List<LeakRecord> leaks)
    {
        var stack = leaks.Find(static leak => leak.Stack is not null)?.Stack?.ToString();
        var (leak, isNews) = _sites.Add(kind, site, leaks.Count, stack);
        _sampler.Watch(site);
        if (isNews)
        {
            PoolLog.Leaked(_logger, kind, site, leak.Count, leak.StackTrace);
        }

        _instruments.Leaked(kind, site, leaks.Count);
        _detected(leak);
    }
}
