using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Docs;

/// <summary>The process that runs the code of all pages: started by <see cref="PageRun"/>; skipped elsewhere.</summary>
public sealed class PageProcess
{
    public const string Role = "pages";

    /// <summary>How the line of a block that ran ends.</summary>
    public const string Ran = "ran";

    private static string Server => Environment.GetEnvironmentVariable("REDIS_CONNECTION")!;

    [Fact]
    public async Task RunAsync()
    {
        Assert.SkipUnless(OtherProcess.Role == Role, "Runs in a process of its own.");
        await Console.Out.WriteLineAsync(); // whatever colour the runner was in
        foreach (var page in DocumentationTests.Pages)
        {
            await RunPageAsync(page.Data.Item1);
        }
    }

    private static async Task RunPageAsync(string page)
    {
        var context = new AssemblyLoadContext(page);
        var given = Load(context, PageCode.Objects).GetType(PageCode.Given)!.GetProperty("services")!;
        var number = 0;
        foreach (var block in PageCode.Read(page).Blocks)
        {
            number++;
            try
            {
                await RunBlockAsync(Load(context, PageCode.Compile(OnTheServer(block), $"block{number}")), given).WaitAsync(Eventually.Deadline);
                await Console.Out.WriteLineAsync($"{page} {number} {Ran}");
            }
#pragma warning disable CA1031 // Whatever a page's code throws is what the test is to tell.
            catch (Exception e)
#pragma warning restore CA1031
            {
                await Console.Out.WriteLineAsync($"{page} {number} {e.ToString().ReplaceLineEndings(" ")}");
            }
        }
    }

    private static async Task RunBlockAsync(Assembly block, PropertyInfo given)
    {
        if (block.EntryPoint is { } main)
        {
            given.SetValue(null, new ServiceCollection());
            // What the pages wait for.
            await RedisPool.Shared.GetDatabase().ListLeftPushAsync("jobs", "job");
            await RedisPool.Shared.GetDatabase().ListLeftPushAsync("orders", "order");
            if (main.Invoke(null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]) is Task task)
            {
                await task;
            }
        }

        // What was registered is there, and the page's own classes work with it.
        var builder = new HostApplicationBuilder();
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateOnBuild = true }));
        builder.Services.Add((IServiceCollection)given.GetValue(null)!);
        builder.Services.TryAddSingleton(RedisPool.Shared);
        using var host = builder.Build();
        var provider = host.Services;
        await (await provider.GetRequiredService<RedisPool>().GetDatabaseAsync()).PingAsync();
        if (provider.GetService<HealthCheckService>() is { } health)
        {
            Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync()).Status);
        }

        foreach (var type in block.GetExportedTypes().Where(static type => type.GetConstructors().Any(static made => made.GetParameters().Length > 0)))
        {
            await UseAsync(ActivatorUtilities.CreateInstance(provider, type));
        }
    }

    private static async Task UseAsync(object made)
    {
        foreach (var method in made.GetType().GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
        {
            var closed = method.IsGenericMethodDefinition ? method.MakeGenericMethod(typeof(string)) : method;
            var result = closed.Invoke(made, [.. closed.GetParameters().Select(static _ => "text")]);
            await (result switch
            {
                Task task => task,
                IDatabase database => database.PingAsync(),
                _ => Task.CompletedTask,
            });
        }
    }

    private static Assembly Load(AssemblyLoadContext context, Compilation compilation)
    {
        using var image = new MemoryStream();
        Assert.Empty(compilation.Emit(image).Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        image.Position = 0;
        return context.LoadFromStream(image);
    }

    // The servers that pages name stand for the reader's own.
    private static string OnTheServer(string block) => block
        .Replace("localhost:6379", Server, StringComparison.Ordinal)
        .Replace("cache.internal:6379", Server, StringComparison.Ordinal)
        .Replace("sessions.internal", Server, StringComparison.Ordinal)
        .Replace("catalogue.internal", Server, StringComparison.Ordinal);
}
