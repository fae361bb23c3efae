using System.Text.Json.Serialization;

namespace RedisGuard.Cli.Cleaning;

/// <summary>The JSON of plans and audits.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = false)]
[JsonSerializable(typeof(IReadOnlyList<CleanupPlan>))]
[JsonSerializable(typeof(AuditLine))]
internal sealed partial class CleaningJson : JsonSerializerContext;
