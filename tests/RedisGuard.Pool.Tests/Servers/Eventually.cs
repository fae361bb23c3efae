using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace RedisGuard.Pool.Tests.Servers;

/// <summary>Waits for a state, not for a time.</summary>
internal static class Eventually
{
    /// <summary>
    /// Nothing here takes a hundredth of it on an idle machine, nor a tenth on one that runs all tests on two processors;
    /// reached, it is a failure.
    /// </summary>
#if MUTATION
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(4);
#else
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
#endif

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    public static Task TrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < Deadline, $"Not so within {Deadline.TotalSeconds} s: {what}");
            await Task.Delay(Look);
        }
    }

    /// <summary>Collects garbage until the condition holds: finalizers run when they like.</summary>
    public static Task CollectedAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        TrueAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return Task.FromResult(condition());
            },
            what);
}
