using System.Text.Json;
using System.Text.Json.Serialization;

namespace RedisGuard.Pool.Attaching.Reports;

/// <summary>The pools of a process as it writes them and the tool reads them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<PoolReport>))]
internal sealed partial class PoolReportJson : JsonSerializerContext;
