using System.Diagnostics.Metrics;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Tests.Doubles;

/// <summary>Hears one instrument of one pool.</summary>
internal static class Ear
{
    public static MeterListener Of(RedisPool pool, string name, Action heard)
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
            if (Equals(tags[0].Value, pool.Name))
            {
                heard();
            }
        }
    }
}
