using OpenTelemetry.Metrics;

namespace RedisGuard.Pool.Tests.Telemetry;

/// <summary>Finds among what was exported what belongs to one pool: the meter is the process's.</summary>
internal static class MetricReadings
{
    public static List<MetricPoint> Of(IEnumerable<Metric> metrics, string pool, string name)
    {
        var points = new List<MetricPoint>();
        foreach (var metric in metrics.Where(metric => metric.Name == name))
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                foreach (var tag in point.Tags)
                {
                    if (tag.Key == "db.client.connection.pool.name" && Equals(tag.Value, pool))
                    {
                        points.Add(point);
                    }
                }
            }
        }

        return points;
    }
}
