using System.Text.Json.Serialization;

namespace RedisGuard.Cli.Cleaning;

/// <summary>The two verbs that close connections.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CleanupVerb>))]
internal enum CleanupVerb
{
    /// <summary>Orphaned and idle ones.</summary>
    [JsonStringEnumMemberName("clean")]
    Clean,

    /// <summary>Whatever the filter selects, in use or not.</summary>
    [JsonStringEnumMemberName("force")]
    Force,
}
