using System.Text.Json.Serialization;

namespace RedisGuard.Cli.Holders;

/// <summary>Judgement of the births and deaths of a holder's connections.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
internal enum Verdict
{
    /// <summary>Too few looks to tell.</summary>
    [JsonStringEnumMemberName("watching")]
    Watching,
    [JsonStringEnumMemberName("steady")]
    Steady,

    /// <summary>More of them, and in use: a pool that fills, or load. Not a leak as long as they are used.</summary>
    [JsonStringEnumMemberName("growing")]
    Growing,

    /// <summary>The process that opened them ended; the server didn't notice.</summary>
    [JsonStringEnumMemberName("orphaned")]
    Orphaned,

    /// <summary>Logs in again and again on connections that it has.</summary>
    [JsonStringEnumMemberName("re-handshaking")]
    Rehandshaking,

    /// <summary>Opens and closes all the time instead of sharing.</summary>
    [JsonStringEnumMemberName("churning")]
    Churning,

    /// <summary>Opens, doesn't close, and doesn't use again.</summary>
    [JsonStringEnumMemberName("leaking")]
    Leaking,
}
