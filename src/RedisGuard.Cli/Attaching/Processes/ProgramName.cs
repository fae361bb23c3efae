using System.Diagnostics;
using System.Globalization;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Attaching.Processes;

/// <summary>The name of a process: the program's assembly where the process only is the host of it.</summary>
internal static class ProgramName
{
    private const string Host = "dotnet";

    /// <returns>Null when there is no such process.</returns>
    public static string? Of(int process)
    {
        try
        {
            if (IsThread(process))
            {
                return null;
            }

            using var running = Process.GetProcessById(process);
            return PlainText.Of(OfCommand(Command(process)) ?? running.ProcessName);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The name in the words that started it; null where they don't tell.</summary>
    public static string? OfCommand(IReadOnlyList<string> command)
    {
        if (command is not [{ Length: > 0 } program, ..])
        {
            return null;
        }

        var name = Bare(program);
        return name == Host && command.Skip(1).FirstOrDefault(static argument => argument.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)) is { } assembly
            ? Bare(assembly)
            : name;
    }

    // Linux shows a thread as it shows a process, to who asks for its number: the one that a process which was killed left behind.
    private static bool IsThread(int id)
    {
        var status = $"/proc/{id.ToString(CultureInfo.InvariantCulture)}/status";
        try
        {
            return File.Exists(status)
                && File.ReadLines(status).FirstOrDefault(static line => line.StartsWith("Tgid:", StringComparison.Ordinal)) is { } leader
                && leader[5..].Trim() != id.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string[] Command(int process)
    {
        var file = $"/proc/{process.ToString(CultureInfo.InvariantCulture)}/cmdline";
        try
        {
            return File.Exists(file) ? File.ReadAllText(file).Split('\0', StringSplitOptions.RemoveEmptyEntries) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Bare(string path)
    {
        var name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        return name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
    }
}
