using System.Globalization;

namespace RedisGuard.Cli.Attaching.Processes;

/// <summary>The socket that a runtime publishes its diagnostics by; Linux only.</summary>
/// <remarks>
/// A process that is killed leaves its socket behind, and a later one can have its number. The name ends in the process' start,
/// which tells them apart: <c>dotnet-diagnostic-{number}-{start}-socket</c>
/// (https://github.com/dotnet/diagnostics/blob/main/documentation/design-docs/ipc-protocol.md).
/// </remarks>
internal static class DiagnosticsSocket
{
    private const string Anywhere = "/tmp";

    // Behind the program's name, which is in parentheses and can have any sign in it: the line's third word and those after it. The start is the 22nd.
    private const int StartAfterName = 22 - 3;

    /// <summary>Tells whether all sockets of this number were left by earlier processes.</summary>
    /// <returns>False as well where it can't be told.</returns>
    public static bool IsLeftBehind(int process)
    {
        var entry = $"/proc/{process.ToString(CultureInfo.InvariantCulture)}";
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                return false;
            }

            // A process in a container has a number and a folder of its own.
            var number = Field(entry, "NSpid:").Split('\t', StringSplitOptions.RemoveEmptyEntries)[^1];
            var folder = ProcessEnvironment.Of(process).GetValueOrDefault("TMPDIR", Anywhere);
            var sockets = Directory.GetFiles($"{entry}/root/{folder}", $"dotnet-diagnostic-{number}-*-socket");
            var own = $"-{Start(entry)}-socket";
            return sockets.Length > 0 && !sockets.Any(socket => socket.EndsWith(own, StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string Field(string entry, string name) => File.ReadLines($"{entry}/status").First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..];

    private static string Start(string entry)
    {
        var line = File.ReadAllText($"{entry}/stat");
        return line[(line.LastIndexOf(')') + 2)..].Split(' ')[StartAfterName];
    }
}
