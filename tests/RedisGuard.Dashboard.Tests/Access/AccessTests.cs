using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace RedisGuard.Dashboard.Tests.Access;

/// <summary>The endpoint decides who may see the page, never the caller's address.</summary>
public sealed class AccessTests
{
    private static readonly string[] Paths = ["/redisguard", "/redisguard/data.json", "/redisguard/events"];

    [Fact]
    public async Task Production_WithoutConfiguration_Is404() => await AllAsync("Production", static _ => { }, HttpStatusCode.NotFound);

    [Fact]
    public async Task Staging_WithoutConfiguration_Is404() => await AllAsync("Staging", static _ => { }, HttpStatusCode.NotFound);

    [Fact]
    public async Task Development_IsOpen() => await AllAsync("Development", static _ => { }, HttpStatusCode.OK);

    [Fact]
    public async Task Production_AllowAnonymous_IsOpen() => await AllAsync("Production", static page => page.AllowAnonymous(), HttpStatusCode.OK);

    [Fact]
    public async Task Production_ThisHost_IsOpen() => await AllAsync("Production", static page => page.RequireHost("127.0.0.1"), HttpStatusCode.OK);

    [Fact]
    public async Task Production_AnotherPort_IsNotFound() => await AllAsync("Production", static page => page.RequireHost("*:1"), HttpStatusCode.NotFound);

    [Fact]
    public async Task Production_EveryHost_Is404() => await AllAsync("Production", static page => page.RequireHost("*"), HttpStatusCode.NotFound);

    [Fact]
    public async Task Production_Authorization_AsksForIt() => await AllAsync("Production", static page => page.RequireAuthorization(), HttpStatusCode.Unauthorized);

    [Fact]
    public async Task Development_Authorization_AsksForIt() => await AllAsync("Development", static page => page.RequireAuthorization(), HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task FallbackPolicyOfTheApplication_IsAskedFirst(string environment) =>
        await AllAsync(environment, static _ => { }, HttpStatusCode.Unauthorized, static options => options.FallbackPolicy = options.DefaultPolicy);

    [Fact]
    public async Task FallbackPolicyOfTheApplication_IsNotAskedOfWhatIsOpenToAll() =>
        await AllAsync("Production", static page => page.AllowAnonymous(), HttpStatusCode.OK, static options => options.FallbackPolicy = options.DefaultPolicy);

    [Theory]
    [InlineData("Production", 1901, LogLevel.Warning)]
    [InlineData("Development", 1902, LogLevel.Information)]
    public async Task Decision_IsToldOnceAtTheStart_BeforeAnybodyAsks(string environment, int eventId, LogLevel level)
    {
        using var logs = new FakeLoggerProvider();
        await using var application = await StartAsync(environment, static _ => { }, log: logs);

        var told = Assert.Single(logs.Collector.GetSnapshot(), static record => record.Category == "RedisGuard.Dashboard");
        Assert.Equal((eventId, level), (told.Id.Id, told.Level));
    }

    [Fact]
    public async Task OtherMethods_AreRefused()
    {
        await using var application = await StartAsync("Development", static _ => { });
        using var client = new HttpClient();
        using var answer = await client.PostAsync(new Uri($"{application.Urls.First()}/redisguard"), null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task Answers_AreProtected()
    {
        await using var application = await StartAsync("Development", static _ => { });
        using var client = new HttpClient();
        foreach (var path in Paths)
        {
            using var answer = await client.GetAsync(new Uri(application.Urls.First() + path), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
            Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Fact]
    public async Task Policy_HasANonceOfItsOwnForEachRequest()
    {
        await using var application = await StartAsync("Development", static _ => { });
        using var client = new HttpClient();
        var policies = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await client.GetAsync(new Uri(application.Urls.First() + "/redisguard"), TestContext.Current.CancellationToken);
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'; style-src 'nonce-", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            var nonce = policy.Split("'nonce-")[1].Split('\'')[0];
            var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(2, page.Split($"nonce=\"{nonce}\"").Length - 1);
            Assert.DoesNotContain("{nonce}", page, StringComparison.Ordinal);
            Assert.True(page.Length < 60 * 1024);
            policies.Add(policy);
        }

        Assert.NotEqual(policies[0], policies[1]);
    }

    private static async Task AllAsync(
        string environment, Action<RouteGroupBuilder> protect, HttpStatusCode expected, Action<AuthorizationOptions>? authorize = null)
    {
        await using var application = await StartAsync(environment, protect, authorize);
        using var client = new HttpClient();
        foreach (var path in Paths)
        {
            using var answer = await client.GetAsync(new Uri(application.Urls.First() + path), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    private static async Task<WebApplication> StartAsync(
        string environment, Action<RouteGroupBuilder> protect, Action<AuthorizationOptions>? authorize = null, ILoggerProvider? log = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }

        builder.Services.AddAuthentication("none").AddScheme<AuthenticationSchemeOptions, Nobody>("none", null);
        builder.Services.AddAuthorization(authorize ?? (static _ => { }));
        var application = builder.Build();
        application.UseAuthentication();
        application.UseAuthorization();
        protect(application.MapRedisGuard());
        await application.StartAsync();
        return application;
    }
}
