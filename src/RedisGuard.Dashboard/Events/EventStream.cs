using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using RedisGuard.Dashboard.Page;

namespace RedisGuard.Dashboard.Events;

/// <summary>Pictures over HTTP: one as JSON, or all of them as server-sent events.</summary>
internal static class EventStream
{
    // A browser that lost the stream comes back after this many milliseconds.
    private static readonly byte[] Start = "retry: 2000\n\n"u8.ToArray();
    private static readonly byte[] Data = "data: "u8.ToArray();
    private static readonly byte[] End = "\n\n"u8.ToArray();

    public static async Task WriteOnceAsync(HttpContext context, PictureFeed feed)
    {
        ResponseHeaders.Protect(context.Response);
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(feed.Current(), context.RequestAborted).ConfigureAwait(false);
    }

    public static async Task WriteAsync(HttpContext context, PictureFeed feed)
    {
        if (!feed.TryJoin())
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        try
        {
            ResponseHeaders.Protect(context.Response);
            context.Response.ContentType = "text/event-stream";
            // Proxies must not collect what is meant for now (nginx).
            context.Response.Headers["X-Accel-Buffering"] = "no";
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await WriteAllAsync(context.Response, feed, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The browser went away.
        }
        finally
        {
            feed.Leave();
        }
    }

    private static async Task WriteAllAsync(HttpResponse response, PictureFeed feed, CancellationToken gone)
    {
        await response.Body.WriteAsync(Start, gone).ConfigureAwait(false);
        var picture = feed.Current();
        while (true)
        {
            // Asked before writing: one that comes while this is written isn't missed.
            var next = feed.NextAsync();
            await response.Body.WriteAsync(Data, gone).ConfigureAwait(false);
            await response.Body.WriteAsync(picture, gone).ConfigureAwait(false);
            await response.Body.WriteAsync(End, gone).ConfigureAwait(false);
            await response.Body.FlushAsync(gone).ConfigureAwait(false);
            picture = await next.WaitAsync(gone).ConfigureAwait(false);
        }
    }
}
