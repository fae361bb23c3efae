using System.Collections.Concurrent;
using RedisGuard.Watch.LeakReports;

namespace RedisGuard.Pool.Leaks;

/// <summary>
/// Keeps what leaked in this process, on disk for the analyzers to show: one file for each process, each time whole or not at all.
/// <c>redisguard report add</c> gathers them.
/// </summary>
internal sealed class LeakReportFile
{
    private static readonly ConcurrentDictionary<string, LeakReportFile> s_files = new(StringComparer.Ordinal);

    private readonly object _gate = new();
    private readonly Dictionary<(RedisLeakKind Kind, RedisCallSite Site), LeakEntry> _leaks = [];
    private readonly string _file;

    private LeakReportFile(string path) => _file = LeakReportFolder.FileOfProcess(path);

    /// <summary>Adds a leak to the file of this process. A disk that is full or a folder that is not there is no business of the program.</summary>
    public static void Add(string? path, RedisLeak leak)
    {
        if (!string.IsNullOrWhiteSpace(path))
        {
            s_files.GetOrAdd(path, static path => new LeakReportFile(path)).Add(leak);
        }
    }

    private void Add(RedisLeak leak)
    {
#pragma warning disable RS0030 // A date for people, in a file that all pools of the process share.
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
#pragma warning restore RS0030
        lock (_gate)
        {
            var known = _leaks.GetValueOrDefault((leak.Kind, leak.Site));
            _leaks[(leak.Kind, leak.Site)] = new LeakEntry
            {
                Kind = leak.Kind switch { RedisLeakKind.Lease => "lease", RedisLeakKind.Subscription => "subscription", _ => "dedicated" },
                Verdict = "leaked",
                // Without its type: the compiler fills in no more.
                Member = leak.Site.Member,
                Call = leak.Kind switch
                {
                    RedisLeakKind.Lease => "RedisPool.RentAsync",
                    RedisLeakKind.Subscription => "RedisPool.SubscribeAsync",
                    _ => "RedisPool.ConnectDedicatedAsync",
                },
                Path = SourcePath.Told(leak.Site.FilePath, root: null),
                Line = leak.Site.Line,
                Count = LeakReportMerge.Rounded(Math.Max(leak.Count, known?.Count ?? 0)),
                FirstSeen = known?.FirstSeen ?? today,
                LastSeen = today,
            };
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
                LeakReportJson.Write(LeakReportMerge.Of([new LeakReport { Leaks = [.. _leaks.Values] }]), _file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                // The warning in the log has said it already.
            }
        }
    }
}
