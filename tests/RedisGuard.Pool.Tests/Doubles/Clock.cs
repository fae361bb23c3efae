using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Doubles;

/// <summary>Moves an injected clock for what happens beside the test.</summary>
internal static class Clock
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(1);

    /// <summary>Moves it on, step by step, until something is so; between two steps the threads of the pool get a turn.</summary>
    public static async Task AdvanceUntilAsync(
        this FakeTimeProvider time, TimeSpan step, Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Eventually.Deadline, $"Not so within {Eventually.Deadline.TotalSeconds} s: {what}");
            time.Advance(step);
            await Task.Delay(Breath);
        }
    }
}
