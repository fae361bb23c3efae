using System.Text.Json.Serialization;

namespace RedisGuard.Cli.Fleet;

/// <summary>The JSON of the fleet.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(FleetReport))]
internal sealed partial class FleetJson : JsonSerializerContext;
