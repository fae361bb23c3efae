using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RedisGuard.Cli.Watching;

/// <summary>Passes signals on to the program, and outlives them: the report is still to be written.</summary>
internal sealed partial class SignalForwarder : IDisposable
{
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int Termination = 15;

    private readonly List<PosixSignalRegistration> _registrations = [];

    public SignalForwarder(int process)
    {
        // A terminal sends these to every process in front of it: forwarded, the program would get them twice.
        var fromTerminal = !Console.IsInputRedirected;
        Listen(PosixSignal.SIGINT, fromTerminal ? null : () => Send(process, Interrupt));
        Listen(PosixSignal.SIGQUIT, fromTerminal ? null : () => Send(process, Quit));
        Listen(PosixSignal.SIGTERM, () => Send(process, Termination));
        Listen(PosixSignal.SIGHUP, () => Send(process, Hangup));
    }

    /// <summary>Asks a program to end; where there are no signals, ends it.</summary>
    public static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
        }
        else
        {
            Send(process.Id, Termination);
        }
    }

    public void Dispose() => _registrations.ForEach(static registration => registration.Dispose());

    private void Listen(PosixSignal signal, Action? forward) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        forward?.Invoke();
    }));

    private static void Send(int process, int signal)
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Kill(process, signal);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
