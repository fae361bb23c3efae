using System.Text.Json.Serialization;

namespace RedisGuard.Cli.Servers;

/// <summary>States in which a server receives the tool. Only a refused login is not tried again.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ServerState>))]
internal enum ServerState
{
    [JsonStringEnumMemberName("up")]
    Up,

    /// <summary>It reads its data, and answers some commands only.</summary>
    [JsonStringEnumMemberName("loading")]
    Loading,

    /// <summary>It has as many clients as its <c>maxclients</c> allows, and turned the tool away.</summary>
    [JsonStringEnumMemberName("full")]
    Full,

    /// <summary>It can't be reached, or doesn't answer.</summary>
    [JsonStringEnumMemberName("unreachable")]
    Unreachable,

    /// <summary>It wants another user or password.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,
}
