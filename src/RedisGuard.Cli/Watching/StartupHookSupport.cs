using System.Text.Json;
using RedisGuard.Cli.Commands;

namespace RedisGuard.Cli.Watching;

/// <summary>Tells before a program runs whether it was published without startup hooks.</summary>
internal static class StartupHookSupport
{
    private const string Switch = "System.StartupHookProvider.IsSupported";

    /// <exception cref="CannotRunException">It was.</exception>
    public static void Check(IReadOnlyList<string> command)
    {
        foreach (var argument in command.Take(2))
        {
            var settings = Path.ChangeExtension(argument, argument.EndsWith(".runtimeconfig.json", StringComparison.Ordinal) ? null : ".runtimeconfig.json");
            if (File.Exists(settings) && IsOff(settings))
            {
                throw new CannotRunException($"'{argument}' was published without startup hooks ({Switch} is false): publish it untrimmed, or start the watch in its code with RedisGuardWatch.Start");
            }
        }
    }

    private static bool IsOff(string settings)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(settings));
            return json.RootElement.TryGetProperty("runtimeOptions", out var options)
                && options.TryGetProperty("configProperties", out var properties)
                && properties.TryGetProperty(Switch, out var value)
                && value.ValueKind == JsonValueKind.False;
        }
        catch (JsonException)
        {
            return false; // the runtime will say what it thinks of it
        }
    }
}
