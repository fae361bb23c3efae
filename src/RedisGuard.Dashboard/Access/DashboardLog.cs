using Microsoft.Extensions.Logging;

namespace RedisGuard.Dashboard.Access;

/// <summary>The page's log messages.</summary>
internal static partial class DashboardLog
{
    [LoggerMessage(1901, LogLevel.Warning, "The page {Pattern} answers 404: this is not Development, and its endpoint doesn't say who may see it. Write MapRedisGuard(…).RequireAuthorization(…), .RequireHost(\"*:port\"), or .AllowAnonymous()")]
    public static partial void Closed(ILogger logger, string pattern);

    [LoggerMessage(1902, LogLevel.Information, "The page {Pattern} is open: {Reason}")]
    public static partial void Open(ILogger logger, string pattern, string reason);
}
