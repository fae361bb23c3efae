using System.Text.Json;

namespace RedisGuard.Cli.Loading.MSBuild;

/// <summary>The state of a project's packages on disk.</summary>
internal static class RestoredProject
{
    /// <summary>
    /// Tells whether a project was never restored, or was without success: NuGet leaves its errors in the file that it leaves. A
    /// second scan then decides as the first did.
    /// </summary>
    public static bool IsMissing(string project)
    {
        var assets = Path.Combine(Path.GetDirectoryName(project)!, "obj", "project.assets.json");
        try
        {
            using var stream = File.OpenRead(assets);
            using var json = JsonDocument.Parse(stream);
            return json.RootElement.TryGetProperty("logs", out var logs) && logs.EnumerateArray().Any(IsError);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return true;
        }
    }

    private static bool IsError(JsonElement log) => log.TryGetProperty("level", out var level) && level.GetString() == "Error";
}
