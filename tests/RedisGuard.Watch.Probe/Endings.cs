using StackExchange.Redis;

namespace RedisGuard.Watch.Probe;

/// <summary>Ways in which a process ends.</summary>
internal static class Endings
{
    /// <summary>Dropped just before the end, as Main's own locals are by its return.</summary>
    public static List<ConnectionMultiplexer> HeldByMain { get; private set; } = [];

    public static IReadOnlyDictionary<string, Func<Task>> All { get; } = new Dictionary<string, Func<Task>>
    {
        ["return"] = static () =>
        {
            HeldByMain = [];
            return Task.CompletedTask;
        },
        ["environment-exit"] = static () =>
        {
            Environment.Exit(7);
            return Task.CompletedTask;
        },
        ["unhandled"] = static () => throw new InvalidOperationException("Nobody catches this."),
        ["wait-for-a-signal"] = static async () =>
        {
            await Console.Out.WriteLineAsync("waiting");
            await Task.Delay(TimeSpan.FromMinutes(2));
        },
        ["wait-as-a-host"] = static async () =>
        {
            // What the generic host does: the signal is cancelled, and Main returns when everything was stopped.
            var asked = new TaskCompletionSource();
            using var signal = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, context =>
            {
                context.Cancel = true;
                asked.TrySetResult();
            });
            await Console.Out.WriteLineAsync("waiting");
            await asked.Task;
        },
        ["signal-after-exit"] = static () =>
        {
            AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
            {
                using var told = new ManualResetEventSlim();
                using var signal = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, context =>
                {
                    context.Cancel = true;
                    told.Set();
                });
                using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
                told.Wait();

                // The watch is told on the same thread as this, after it, and has its report to write.
                Thread.Sleep(300);
            };
            return Task.CompletedTask;
        },
        ["collect"] = static async () =>
        {
            // Long enough for the last heartbeats, then what any longer program meets: collections.
            for (var round = 0; round < 8; round++)
            {
                await Task.Delay(300);
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            HeldByMain = [];
        },
    };
}
