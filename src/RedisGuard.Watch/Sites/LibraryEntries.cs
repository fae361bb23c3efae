using System.Reflection;

namespace RedisGuard.Watch.Sites;

/// <summary>Knows the library's methods that make a connection, and those that end one.</summary>
internal static class LibraryEntries
{
    private const string Multiplexer = "ConnectionMultiplexer";

    private static readonly string[] Opening =
        ["Connect", "ConnectAsync", "ConnectImpl", "ConnectImplAsync", "ConnectGroupMemberAsync", "SentinelConnect", "SentinelConnectAsync",
         "SentinelPrimaryConnect", "SentinelPrimaryConnectAsync", "GetSentinelMasterConnection"];

    private static readonly string[] Closing = ["Dispose", "DisposeAsync", "Close", "CloseAsync"];

    public static LibraryEntry Of(MethodBase method) => Is(method, Opening) ? LibraryEntry.Opens : Is(method, Closing) ? LibraryEntry.Closes : LibraryEntry.None;

    private static bool Is(MethodBase method, string[] entries)
    {
        var type = method.DeclaringType;
        // A state machine bears the name of its method.
        return method.Name == "MoveNext" && type is { DeclaringType.Name: Multiplexer }
            ? Array.Exists(entries, entry => type.Name.Length > entry.Length + 1 && type.Name[0] == '<' && type.Name[entry.Length + 1] == '>'
                && type.Name.AsSpan(1, entry.Length).SequenceEqual(entry))
            : type?.Name == Multiplexer && Array.IndexOf(entries, method.Name) >= 0;
    }
}
