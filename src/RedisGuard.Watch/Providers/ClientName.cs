using RedisGuard.Watch.Sites;

namespace RedisGuard.Watch.Providers;

/// <summary>The client name that tells a server's client list which line opened a connection.</summary>
internal static class ClientName
{
    private const int Longest = 64;

    /// <summary>Printable ASCII without spaces: the server refuses anything else.</summary>
    public static string Of(CallSite site)
    {
        var member = site.Member[(site.Member.LastIndexOf('.', Math.Max(0, site.Member.LastIndexOf('.') - 1)) + 1)..];
        var name = site.Path is null ? member : $"{site.Short}:{member}";
        var printable = string.Concat(name.Select(static character => character is > ' ' and <= '~' ? character : '_'));
        return "rg:site:" + (printable.Length > Longest ? printable[..Longest] : printable);
    }
}
