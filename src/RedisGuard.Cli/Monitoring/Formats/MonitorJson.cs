using System.Text.Json.Serialization;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Monitoring.Formats;

/// <summary>The JSON of snapshots and of histories, generated at build time: reflection would take longer than the look.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MonitorSnapshot))]
[JsonSerializable(typeof(IReadOnlyList<ServerLook>))]
internal sealed partial class MonitorJson : JsonSerializerContext;
