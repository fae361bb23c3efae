using System.Globalization;
using System.Net;

namespace RedisGuard.Cli.Servers.Clients;

/// <summary>
/// Finds the local process behind a client by the socket that both ends name. Linux only (<c>/proc</c>); clients behind a
/// proxy, in another network namespace or on another machine have no process here.
/// </summary>
internal sealed class LocalSockets
{
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    private readonly Dictionary<long, LocalProcess> _owners = [];
    private readonly HashSet<long> _strangers = [];

    public IReadOnlyList<ClientRow> Attribute(IReadOnlyList<ClientRow> rows)
    {
        if (!OperatingSystem.IsLinux())
        {
            return rows;
        }

        var inodes = Inodes();
        var wanted = new HashSet<long>();
        foreach (var row in rows)
        {
            if (Key(row) is { } key && inodes.TryGetValue(key, out var inode))
            {
                wanted.Add(inode);
            }
        }

        if (wanted.Count == 0)
        {
            return rows;
        }

        Resolve(wanted);
        return [.. rows.Select(row => Key(row) is { } key && inodes.TryGetValue(key, out var inode) && _owners.TryGetValue(inode, out var process)
            ? row with { Process = process }
            : row)];
    }

    // Looking through the descriptors of all processes is the dear part: done only when a socket is new, and once for each.
    private void Resolve(HashSet<long> wanted)
    {
        Forget(wanted);
        if (wanted.All(inode => _owners.ContainsKey(inode) || _strangers.Contains(inode)))
        {
            return;
        }

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                Look(id, folder, wanted);
            }
        }

        _strangers.UnionWith(wanted.Where(inode => !_owners.ContainsKey(inode)));
    }

    private void Look(int id, string folder, HashSet<long> wanted)
    {
        string? name = null;
        try
        {
            foreach (var descriptor in Directory.EnumerateFileSystemEntries(Path.Combine(folder, "fd")))
            {
                var target = new FileInfo(descriptor).LinkTarget;
                if (target is not null && target.StartsWith("socket:[", StringComparison.Ordinal)
                    && long.TryParse(target.AsSpan(8, target.Length - 9), NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
                    && wanted.Contains(inode))
                {
                    _owners[inode] = new LocalProcess(id, name ??= PlainText.Of(File.ReadAllText(Path.Combine(folder, "comm")).Trim()));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or one that has just ended.
        }
    }

    private void Forget(HashSet<long> wanted)
    {
        foreach (var inode in _owners.Keys.Where(inode => !wanted.Contains(inode)).ToList())
        {
            _owners.Remove(inode);
        }

        _strangers.IntersectWith(wanted);
    }

    private static (string, string)? Key(ClientRow row) =>
        row.LocalAddress is { Length: > 0 } local && IPEndPoint.TryParse(row.Address, out _) ? (row.Address, local) : null;

    private static Dictionary<(string, string), long> Inodes()
    {
        Dictionary<(string, string), long> inodes = [];
        foreach (var table in Tables)
        {
            if (!File.Exists(table))
            {
                continue;
            }

            foreach (var line in File.ReadLines(table).Skip(1))
            {
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length > 9 && Endpoint(fields[1]) is { } near && Endpoint(fields[2]) is { } far
                    && long.TryParse(fields[9], NumberStyles.None, CultureInfo.InvariantCulture, out var inode) && inode > 0)
                {
                    inodes[(near, far)] = inode;
                }
            }
        }

        return inodes;
    }

    // The kernel prints each 32 bits of an address in its own byte order: 0100007F:1A0B is 127.0.0.1:6667.
    private static string? Endpoint(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon is not (8 or 32) || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var port))
        {
            return null;
        }

        var bytes = Convert.FromHexString(text.AsSpan(0, colon));
        for (var word = 0; BitConverter.IsLittleEndian && word < bytes.Length; word += 4)
        {
            Array.Reverse(bytes, word, 4);
        }

        var address = new IPAddress(bytes);
        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port).ToString();
    }
}
