using System.Diagnostics;
using System.Globalization;
using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Harm.Scenes;

/// <summary>
/// A server in a network of its own, and a path to it that can be cut for the sockets that there are: no packet of the server
/// comes back, no acknowledgement, no reset. New sockets go another way. Needs Linux and root.
/// </summary>
internal sealed class CutPathScene : HarmScene
{
    private static int s_last;

    private readonly RedisProcess _server;
    private readonly ConnectionMultiplexer _admin;

    private readonly Path _path;

    private CutPathScene(RedisProcess server, ConnectionMultiplexer admin, Path path)
    {
        (_server, _admin, _path) = (server, admin, path);
    }

    /// <summary>Tells whether this process may make networks.</summary>
    public static bool IsPossible { get; } = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Try();

    public override IServer Admin => _admin.GetServers()[0];

    public override ConnectionMultiplexer Publisher => _admin;

    public static async Task<HarmScene> StartAsync(HarmRow row)
    {
        var path = Path.Next();
        await IpAsync($"netns add {path.Id}").ConfigureAwait(false);
        await IpAsync($"link add {path.Id}a type veth peer name {path.Id}b netns {path.Id}").ConfigureAwait(false);
        await IpAsync($"addr add {path.Old}/32 dev {path.Id}a").ConfigureAwait(false);
        await IpAsync($"addr add {path.New}/32 dev {path.Id}a").ConfigureAwait(false);
        await IpAsync($"link set {path.Id}a up").ConfigureAwait(false);
        await IpAsync($"-n {path.Id} addr add {path.Far}/29 dev {path.Id}b").ConfigureAwait(false);
        await IpAsync($"-n {path.Id} link set {path.Id}b up").ConfigureAwait(false);

        // The one that looks on has the way that stays.
        await IpAsync($"route add {path.Far}/32 dev {path.Id}a src {path.New}").ConfigureAwait(false);
        var server = await RedisProcess.StartInNamespaceAsync(path.Id, path.Far).ConfigureAwait(false);
        var admin = await ConnectAsync(path.Far, server.Port).ConfigureAwait(false);
        await IpAsync($"route change {path.Far}/32 dev {path.Id}a src {path.Old}").ConfigureAwait(false);
        return new CutPathScene(server, admin, path);
    }

    public override (string Configuration, TcpProxy? Proxy) Admit() => (string.Create(CultureInfo.InvariantCulture, $"{_path.Far}:{_server.Port}"), null);

    public async Task CutAsync()
    {
        await IpAsync($"-n {_path.Id} route add blackhole {_path.Old}/32").ConfigureAwait(false);
        await IpAsync($"route change {_path.Far}/32 dev {_path.Id}a src {_path.New}").ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        await IpAsync($"link del {_path.Id}a").ConfigureAwait(false);
        await IpAsync($"netns del {_path.Id}").ConfigureAwait(false);
    }

    private static bool Try()
    {
        try
        {
            var id = Path.Next().Id;
            IpAsync($"netns add {id}").GetAwaiter().GetResult();
            IpAsync($"netns del {id}").GetAwaiter().GetResult();
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task IpAsync(string command)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", command) { RedirectStandardError = true })!;
        var error = await ip.StandardError.ReadToEndAsync().ConfigureAwait(false);
        await ip.WaitForExitAsync().ConfigureAwait(false);
        if (ip.ExitCode != 0)
        {
            throw new InvalidOperationException($"ip {command}: {error}");
        }
    }

    // 198.18.0.0/15 is for tests of networks (RFC 2544): nobody's. Eight addresses for each.
    private sealed record Path(string Id, string Old, string New, string Far)
    {
        public static Path Next()
        {
            var number = Interlocked.Increment(ref s_last);
            var place = ((Environment.ProcessId * 16) + number) % (1 << 14) * 8;
            return new Path(
                string.Create(CultureInfo.InvariantCulture, $"rg{Environment.ProcessId}x{number}"), At(place + 1), At(place + 2), At(place + 3));
        }

        private static string At(int place) => string.Create(CultureInfo.InvariantCulture, $"198.{18 + (place >> 16)}.{(place >> 8) & 255}.{place & 255}");
    }
}
