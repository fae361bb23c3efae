using System.Diagnostics;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;
using RedisGuard.Cli.Commands;

namespace RedisGuard.Cli.Attaching.Processes;

/// <summary>Finds .NET processes by what can be seen of them from outside. Nothing is asked of them, nothing is sent.</summary>
internal static class ProcessFinder
{
    private const string Library = "StackExchange.Redis.dll";
    private const string Pool = "RedisGuard.Pool.dll";
    private const string Watch = "RedisGuard.Watch.dll";
    private const string Framework = "System.Private.CoreLib.dll";

    /// <summary>The processes of this user that have StackExchange.Redis loaded.</summary>
    public static IReadOnlyList<RunningProcess> WithLibrary() => [.. All().Where(static process => process.Library is not null).OrderBy(static process => process.Id)];

    /// <param name="target">A process' number or a program's name.</param>
    /// <exception cref="CannotRunException">There is none, or several, or it can't be looked into.</exception>
    public static RunningProcess Find(string target)
    {
        if (int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return ById(id);
        }

        var named = All().Where(process => IsCalled(process, target)).ToList();
        return named switch
        {
            [var only] => only,
            [] => throw new CannotRunException($"no .NET process of this user is called '{target}'. 'redisguard attach' lists those that have StackExchange.Redis loaded"),
            _ => throw new CannotRunException(
                $"{named.Count} processes are called '{target}': give the number of one, {string.Join(", ", named.Select(static process => process.Id.ToString(CultureInfo.InvariantCulture)))}"),
        };
    }

    private static RunningProcess ById(int id)
    {
        var process = Read(id) ?? throw new CannotRunException(
            ProgramName.Of(id) is { } name
                ? $"{id} {name} can't be looked into: it belongs to another user. Attach as that user"
                : $"there is no process {id}");
        return process.Listens ? process : throw new CannotRunException($"{id} {process.Name} {WhySilent(id, process)}");
    }

    private static IEnumerable<RunningProcess> All() =>
        Published().Where(static id => id != Environment.ProcessId).Select(Read).OfType<RunningProcess>().Where(static process => process.Listens);

    private static bool IsCalled(RunningProcess process, string name) =>
        string.Equals(process.Name, name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<int> Published() => DiagnosticsClient.GetPublishedProcesses().Distinct();

    private static RunningProcess? Read(int id)
    {
        if (ProgramName.Of(id) is not { } name || MappedFiles.Of(id) is not { } files)
        {
            return null;
        }

        return new RunningProcess(id, name)
        {
            Library = Named(files, Library) is { } library ? Version(library) : null,
            HasPool = Named(files, Pool) is not null,
            WatchFile = Named(files, Watch),
            HasFiles = Named(files, Framework) is not null,
            Listens = Published().Contains(id) && !DiagnosticsSocket.IsLeftBehind(id),
        };
    }

    private static string? Named(IReadOnlySet<string> files, string name) =>
        files.FirstOrDefault(file => file.EndsWith(name, StringComparison.Ordinal) && file.Length > name.Length && file[^(name.Length + 1)] is '/' or '\\');

    private static string Version(string library)
    {
        try
        {
            return FileVersionInfo.GetVersionInfo(library).ProductVersion?.Split('+')[0] ?? "";
        }
        catch (IOException)
        {
            return ""; // in another file system: a container's
        }
    }

    private static string WhySilent(int id, RunningProcess process)
    {
        var environment = ProcessEnvironment.Of(id);
        if (environment.FirstOrDefault(static variable => variable.Key is "DOTNET_EnableDiagnostics" or "COMPlus_EnableDiagnostics" or "DOTNET_EnableDiagnostics_IPC"
            && variable.Value == "0") is { Key: { } off })
        {
            return $"has its diagnostics switched off ({off}=0): start it without, or under 'redisguard run'";
        }

        return process.HasFiles
            ? "publishes no diagnostics: they are switched off, or its folder for temporary files (TMPDIR) can't be seen from here"
            : "is no .NET program that can be attached to: another language, compiled ahead of time, or with its diagnostics switched off";
    }
}
