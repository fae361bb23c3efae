using System.Text.Json.Serialization;

namespace RedisGuard.Cli.Cleaning;

/// <summary>Fate of a target.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<KillResult>))]
internal enum KillResult
{
    [JsonStringEnumMemberName("closed")]
    Closed,

    /// <summary>It had ended by itself.</summary>
    [JsonStringEnumMemberName("gone")]
    Gone,

    /// <summary>It isn't what was planned any more: used again, renamed, or protected.</summary>
    [JsonStringEnumMemberName("changed")]
    Changed,

    /// <summary>The server refused.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>Cleaning had stopped before its turn.</summary>
    [JsonStringEnumMemberName("not tried")]
    NotTried,
}
