using RedisGuard.Cli.Commands;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Cli.Watching;

/// <summary>The folder that the watched processes of one run write to. A program that clears the temporary folder may remove it.</summary>
internal sealed class ReportFolder : IDisposable
{
    private readonly DirectoryInfo _folder;

    /// <exception cref="CannotRunException">There is no place for it.</exception>
    public ReportFolder()
    {
        try
        {
            _folder = Directory.CreateTempSubdirectory("redisguard-watch-");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var variable = OperatingSystem.IsWindows() ? "TMP" : "TMPDIR";
            throw new CannotRunException($"the watch can't write its reports to the temporary folder '{System.IO.Path.GetTempPath()}' ({e.Message.TrimEnd('.')}): set {variable} to another one", e);
        }
    }

    public string Path => _folder.FullName;

    /// <summary>One for each process that loaded StackExchange.Redis.</summary>
    public IReadOnlyList<WatchReport> Reports => [.. Files("*.json").Select(WatchReportJson.Read).OfType<WatchReport>()];

    /// <summary>The number of processes that the watch was let into.</summary>
    public int Entered => Files("*" + HookVariables.Mark).Length;

    /// <summary>Names what the watch could not see there.</summary>
    public IReadOnlyList<string> Blind => Directory.Exists(Path)
        ? [.. Files("*" + HookVariables.Mark).SelectMany(File.ReadAllLines), .. Files("*.json").Where(IsEmpty).Select(Killed)]
        : ["the program removed the folder that the watch wrote to, in the temporary folder"];

    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Removed already, or a process that the program left behind writes to it.
        }
    }

    // A report is empty from the library's arrival to the first writing, half a second later.
    private static bool IsEmpty(string report) => new FileInfo(report).Length == 0;

    private static string Killed(string report) => $"process {System.IO.Path.GetFileName(report).Split('-')[0]}: killed before it could tell what it opened";

    private string[] Files(string pattern)
    {
        try
        {
            return [.. Directory.GetFiles(Path, pattern).Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
