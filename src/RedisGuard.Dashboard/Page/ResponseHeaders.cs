using Microsoft.AspNetCore.Http;

namespace RedisGuard.Dashboard.Page;

/// <summary>The headers of every answer.</summary>
internal static class ResponseHeaders
{
    public static void Protect(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
