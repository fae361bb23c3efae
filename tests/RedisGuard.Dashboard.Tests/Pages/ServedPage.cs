using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using RedisGuard.Dashboard.Events;
using RedisGuard.Dashboard.Pictures;

namespace RedisGuard.Dashboard.Tests.Pages;

/// <summary>The page on a free loopback port, showing what a test gives it.</summary>
internal sealed class ServedPage : IAsyncDisposable
{
    private readonly WebApplication _application;
    private Picture _picture;

    private ServedPage(WebApplication application, Picture picture)
    {
        _application = application;
        _picture = picture;
    }

    public string Address => $"{_application.Urls.First()}{Path}";

    public PictureFeed Feed { get; private set; } = null!;

    private string Path { get; init; } = "/redisguard";

    public static async Task<ServedPage> OpenAsync(Picture picture, string pathBase = "", string? url = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls(url ?? "http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var page = new ServedPage(builder.Build(), picture) { Path = pathBase + "/redisguard" };
        page.Feed = new PictureFeed(() => JsonSerializer.SerializeToUtf8Bytes(Volatile.Read(ref page._picture), PictureJson.Default.Picture), TimeProvider.System);
        if (pathBase.Length > 0)
        {
            page._application.UsePathBase(pathBase);
        }

        page._application.UseRouting();
        RedisGuardEndpointRouteBuilderExtensions.MapRedisGuard(page._application, "/redisguard", page.Feed);
        await page._application.StartAsync();
        return page;
    }

    public void Show(Picture picture) => Volatile.Write(ref _picture, picture);

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}
