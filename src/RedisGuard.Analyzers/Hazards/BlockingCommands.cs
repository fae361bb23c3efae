using System;
using System.Collections.Immutable;

namespace RedisGuard.Analyzers.Hazards;

/// <summary>The commands that one caller of a shared connection makes all others feel, in the words of a message.</summary>
internal static class BlockingCommands
{
    public const string Waits = "waits on the server, and every other caller of this shared connection waits with it";
    private const string Streams = "turns this shared connection into a stream that answers nobody else";
    private const string Changes = "changes this shared connection for every other caller";

    private static readonly ImmutableDictionary<string, (string Fault, string? Fix)> s_commands = new (string Name, string Fault, string? Fix)[]
    {
        ("BLPOP", Waits, null), ("BRPOP", Waits, null), ("BLMOVE", Waits, null), ("BLMPOP", Waits, null), ("BRPOPLPUSH", Waits, null),
        ("BZPOPMIN", Waits, null), ("BZPOPMAX", Waits, null), ("BZMPOP", Waits, null), ("WAIT", Waits, null), ("WAITAOF", Waits, null),
        ("MONITOR", Streams, null), ("SYNC", Streams, null), ("PSYNC", Streams, null),
        ("SUBSCRIBE", Streams, "subscribe with GetSubscriber"), ("PSUBSCRIBE", Streams, "subscribe with GetSubscriber"),
        ("SSUBSCRIBE", Streams, "subscribe with GetSubscriber"),
        ("MULTI", Changes, "use CreateTransaction"), ("WATCH", Changes, "use CreateTransaction and AddCondition"),
        ("SELECT", Changes, "give the number to GetDatabase"),
    }.ToImmutableDictionary(row => row.Name, row => (row.Fault, row.Fix), StringComparer.OrdinalIgnoreCase);

    /// <summary>The commands that do it only with some first argument or option.</summary>
    private static readonly ImmutableDictionary<string, (ImmutableHashSet<string> Options, bool Anywhere, string Fault)> s_withOption =
        new (string Name, string[] Options, bool Anywhere, string Fault)[]
        {
            ("XREAD", ["BLOCK"], true, Waits), ("XREADGROUP", ["BLOCK"], true, Waits),
            ("CLIENT", ["REPLY", "PAUSE"], false, Changes), ("DEBUG", ["SLEEP"], false, Waits),
        }.ToImmutableDictionary(
            row => row.Name,
            row => (ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, row.Options), row.Anywhere, row.Fault),
            StringComparer.OrdinalIgnoreCase);

    /// <summary>What the command does, and the cure where there is a better one than a connection of its own.</summary>
    public static (string Fault, string? Fix)? Find(string command)
        => s_commands.TryGetValue(command, out (string, string?) found) ? found : null;

    /// <summary>Whether the command blocks with some of its options.</summary>
    public static bool HasOptions(string command) => s_withOption.ContainsKey(command);

    /// <summary>What the command does with these arguments, as far as they are known, and the option that makes it so.</summary>
    public static (string Option, string Fault)? Find(string command, ImmutableArray<string?> arguments)
    {
        (ImmutableHashSet<string> options, bool anywhere, string fault) = s_withOption[command];
        for (int i = 0; i < arguments.Length && (anywhere || i == 0); i++)
        {
            // What follows STREAMS are keys and ids, whatever they are called.
            if (string.Equals(arguments[i], "STREAMS", StringComparison.OrdinalIgnoreCase))
            {
                break;
            }

            if (arguments[i] is { } argument && options.Contains(argument))
            {
                return (argument.ToUpperInvariant(), fault);
            }
        }

        return null;
    }
}
