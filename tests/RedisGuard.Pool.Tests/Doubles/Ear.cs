using System.Diagnostics.Metrics;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Tests.Doubles;

/// <summary>Hears one instrument of one pool.</summary>
internal static class Ear
{
    public static MeterListener Of(RedisPool pool, string name, Action heard) => Of(pool.Name, name, _ => heard());

    /// <param name="pool">The name that the instruments have for it.</param>
    /// <param name="name">The instrument.</param>
    /// <param name="heard">Given the value of the last tag.</param>
    public static MeterListener Of(string pool, string name, Action<object?> heard)
    {
        var ear = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == PoolInstruments.Name && instrument.Name == name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        ear.SetMeasurementEventCallback<double>((_, _, tags, _) => Hear(tags));
        ear.SetMeasurementEventCallback<long>((_, _, tags, _) => Hear(tags));
        ear.Start();
        return ear;

        void Hear(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (Equals(tags[0].Value, pool))
            {
                heard(tags[^1].Value);
            }
        }
    }
}
