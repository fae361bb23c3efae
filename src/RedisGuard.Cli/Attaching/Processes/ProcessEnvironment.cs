using System.Globalization;

namespace RedisGuard.Cli.Attaching.Processes;

/// <summary>The variables that a process of this user was started with; Linux only.</summary>
internal static class ProcessEnvironment
{
    public static IReadOnlyDictionary<string, string> Of(int process)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        var file = $"/proc/{process.ToString(CultureInfo.InvariantCulture)}/environ";
        try
        {
            foreach (var variable in File.Exists(file) ? File.ReadAllText(file).Split('\0') : [])
            {
                var equals = variable.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0)
                {
                    variables[variable[..equals]] = variable[(equals + 1)..];
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended, or isn't ours: nothing is known.
        }

        return variables;
    }
}
