using System.Globalization;
using System.Net;

namespace RedisGuard.Cli.LeakTest;

/// <summary>Finds the process of this machine that listens on a port. Linux only.</summary>
internal static class ListenerProcess
{
    private const string Listening = "0A";

    /// <summary>Null where the URL leads elsewhere, or nobody of ours listens there.</summary>
    public static int? Of(Uri url)
    {
        if (!OperatingSystem.IsLinux() || !(url.IsLoopback || (IPAddress.TryParse(url.DnsSafeHost, out var address) && IPAddress.IsLoopback(address))))
        {
            return null;
        }

        var inodes = Inodes("/proc/net/tcp", url.Port).Concat(Inodes("/proc/net/tcp6", url.Port)).Select(static inode => $"socket:[{inode}]").ToHashSet(StringComparer.Ordinal);
        return inodes.Count == 0 ? null : Processes().Select(id => (int?)id).FirstOrDefault(id => Holds(id!.Value, inodes));
    }

    private static IEnumerable<string> Inodes(string table, int port)
    {
        if (!File.Exists(table))
        {
            return [];
        }

        var end = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        return File.ReadLines(table).Skip(1).Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[3] == Listening && fields[1].EndsWith(end, StringComparison.Ordinal))
            .Select(static fields => fields[9]);
    }

    private static IEnumerable<int> Processes() => Directory.EnumerateDirectories("/proc")
        .Select(static folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(static id => id > 0);

    private static bool Holds(int id, HashSet<string> inodes)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{id}/fd").Any(descriptor => new FileInfo(descriptor).LinkTarget is { } target && inodes.Contains(target));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
