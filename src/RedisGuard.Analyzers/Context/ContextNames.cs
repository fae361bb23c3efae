using System;
using System.Collections.Generic;
using System.Collections.Immutable;

namespace RedisGuard.Analyzers.Context;

/// <summary>
/// The names by which frameworks say how often code runs. Simple names, since half-typed code, and code whose packages
/// aren't restored, has nothing more; a stranger's type of the same name costs a finding or earns an honest one.
/// </summary>
internal static class ContextNames
{
    /// <summary>The words for a loop, and for what runs a delegate in the manner of one.</summary>
    public const string LoopTurns = "the loop repeats";

    /// <summary>On a method or type: a test or benchmark framework runs it. Without the suffix «Attribute».</summary>
    public static ImmutableHashSet<string> TestAttributes { get; } = Set(
        // xunit
        "Fact", "Theory", "InlineData", "MemberData", "ClassData", "Collection", "CollectionDefinition", "SkippableFact", "SkippableTheory",
        // NUnit
        "Test", "TestCase", "TestCaseSource", "TestFixture", "SetUp", "TearDown", "OneTimeSetUp", "OneTimeTearDown", "SetUpFixture",
        // MSTest
        "TestMethod", "TestClass", "DataTestMethod", "TestInitialize", "TestCleanup", "ClassInitialize", "ClassCleanup",
        "AssemblyInitialize", "AssemblyCleanup",
        // BenchmarkDotNet
        "Benchmark", "GlobalSetup", "GlobalCleanup", "IterationSetup", "IterationCleanup");

    /// <summary>The assemblies whose reference makes a project a test or benchmark project.</summary>
    public static ImmutableHashSet<string> TestAssemblies { get; } = Set(
        "xunit.core", "xunit.assert", "xunit.v3.core", "xunit.v3.assert", "nunit.framework", "TUnit.Core",
        "Microsoft.VisualStudio.TestPlatform.TestFramework", "MSTest.TestFramework", "Microsoft.VisualStudio.QualityTools.UnitTestFramework",
        "BenchmarkDotNet", "BenchmarkDotNet.Annotations");

    /// <summary>Fixtures: what a test framework creates once and disposes.</summary>
    public static ImmutableHashSet<string> FixtureInterfaces { get; } = Set("IAsyncLifetime", "IClassFixture", "ICollectionFixture", "IAssemblyFixture");

    /// <summary>On a method: the runtime calls it once.</summary>
    public static ImmutableHashSet<string> OnceInProcessAttributes { get; } = Set("ModuleInitializer");

    /// <summary>On a method: a host calls it again and again.</summary>
    public static ImmutableHashSet<string> PerCallAttributes { get; } = Set(
        "Function", "FunctionName", "LambdaFunction", "HttpGet", "HttpPost", "HttpPut", "HttpDelete", "HttpPatch", "HttpHead", "HttpOptions",
        "Route", "AcceptVerbs", "WebMethod", "OperationContract", "KernelFunction", "McpServerTool", "WolverineGet", "WolverinePost",
        "AutomaticRetry", "DisallowConcurrentExecution");

    /// <summary>A base type or interface whose implementer is created, or called, for each request, message or run.</summary>
    public static ImmutableDictionary<string, string> PerCallTypes { get; } = Pairs(
        ("ControllerBase", "a controller action"), ("Controller", "a controller action"), ("ApiController", "a controller action"),
        ("ODataController", "a controller action"), ("PageModel", "a page handler"), ("ViewComponent", "a view component"),
        ("ComponentBase", "a component's method"), ("IComponent", "a component's method"), ("Hub", "a hub method"), ("DynamicHub", "a hub method"), ("PersistentConnection", "a connection handler"),
        ("IHealthCheck", "a health check"), ("IJob", "a job"), ("IInvocable", "a job"), ("IBackgroundTask", "a job"),
        ("IMiddleware", "a middleware"), ("IHttpHandler", "a request handler"), ("HttpTaskAsyncHandler", "a request handler"),
        ("DelegatingHandler", "a request handler"), ("IRequestHandler", "a request handler"), ("INotificationHandler", "a message handler"),
        ("IConsumer", "a message handler"), ("IHandleMessages", "a message handler"), ("ICapSubscribe", "a message handler"),
        ("IActionFilter", "a filter"), ("IAsyncActionFilter", "a filter"), ("ActionFilterAttribute", "a filter"), ("IAuthorizationFilter", "a filter"),
        ("IAsyncAuthorizationFilter", "a filter"), ("IResourceFilter", "a filter"), ("IAsyncResourceFilter", "a filter"), ("IEndpointFilter", "a filter"),
        ("Endpoint", "an endpoint"), ("EndpointBaseAsync", "an endpoint"), ("ICarterModule", "an endpoint"));

    /// <summary>Of those, the ones that a scheduler runs, so that nobody waits for them.</summary>
    public static ImmutableHashSet<string> BackgroundTypes { get; } = Set("IJob", "IInvocable", "IBackgroundTask");

    /// <summary>The namespaces of schedulers: a delegate that is handed to one runs in the background.</summary>
    public static ImmutableHashSet<string> Schedulers { get; } = Set("Hangfire");

    /// <summary>A base type or interface whose implementer the host runs once.</summary>
    public static ImmutableHashSet<string> HostedTypes { get; } = Set(
        "IHostedService", "IHostedLifecycleService", "BackgroundService", "IStartupFilter", "IStartupTask", "ServiceBase", "IWebJobsStartup", "FunctionsStartup", "IModule");

    /// <summary>The methods of those through which the host runs them.</summary>
    public static ImmutableHashSet<string> HostedMethods { get; } = Set(
        "Start", "StartAsync", "StartingAsync", "StartedAsync", "Execute", "ExecuteAsync", "Stop", "StopAsync", "StoppingAsync", "StoppedAsync",
        "OnStart", "OnStop", "Configure", "ConfigureServices", "ConfigureAppConfiguration", "Initialize", "InitializeAsync");

    /// <summary>A parameter of one of these types makes a method part of composing the application.</summary>
    public static ImmutableHashSet<string> CompositionTypes { get; } = Set(
        "IServiceCollection", "IApplicationBuilder", "WebApplicationBuilder", "IHostBuilder", "IHostApplicationBuilder", "IWebHostBuilder", "WebApplication",
        "HostBuilderContext", "ContainerBuilder", "IAppBuilder", "IFunctionsHostBuilder", "ServiceConfigurationContext", "IEndpointRouteBuilder",
        "IDistributedApplicationBuilder", "IResourceBuilder");

    /// <summary>A parameter of one of these types makes a method part of answering a request.</summary>
    public static ImmutableHashSet<string> RequestTypes { get; } = Set("HttpContext", "HttpContextBase", "HttpRequest", "HttpResponse", "ServerCallContext");

    /// <summary>A command of a command-line program: a process runs one, once.</summary>
    public static ImmutableHashSet<string> CommandTypes { get; } = Set("Command", "RootCommand", "AsyncCommand", "ConsoleCommand", "CommandBase", "ICommand");

    /// <summary>A delegate handed to one of these methods runs once, and its result is kept.</summary>
    public static ImmutableHashSet<string> OnceDelegates { get; } = Set(
        "AddSingleton", "TryAddSingleton", "AddKeyedSingleton", "TryAddKeyedSingleton", "AddHostedService", "GetOrAdd", "AddOrUpdate", "GetOrCreate",
        "GetOrCreateAsync", "GetOrAddAsync", "GetOrSet", "GetOrSetAsync", "EnsureInitialized", "SetHandler", "SetAction", "OnExecute", "OnExecuteAsync", "SingleInstance", "RegisterInstance", "CallOnce");

    /// <summary>Those of them that run it once for each entry of a cache.</summary>
    public static ImmutableHashSet<string> EntryDelegates { get; } = Set("GetOrAdd", "AddOrUpdate", "GetOrCreate", "GetOrCreateAsync", "GetOrAddAsync", "GetOrSet", "GetOrSetAsync");

    /// <summary>A delegate handed to one of these methods runs for each request, scope or event.</summary>
    public static ImmutableDictionary<string, string> PerCallDelegates { get; } = Pairs(
        ("MapGet", "the endpoint is called"), ("MapPost", "the endpoint is called"), ("MapPut", "the endpoint is called"), ("MapDelete", "the endpoint is called"),
        ("MapPatch", "the endpoint is called"), ("MapMethods", "the endpoint is called"), ("MapFallback", "the endpoint is called"),
        ("AddEndpointFilter", "the endpoint is called"),
        ("AddScoped", "a scope is created"), ("TryAddScoped", "a scope is created"), ("AddKeyedScoped", "a scope is created"), ("TryAddKeyedScoped", "a scope is created"),
        ("AddTransient", "the service is resolved"), ("TryAddTransient", "the service is resolved"), ("AddKeyedTransient", "the service is resolved"),
        ("TryAddKeyedTransient", "the service is resolved"), ("AddCheck", "the health check runs"), ("AddAsyncCheck", "the health check runs"),
        ("OnMessage", "a message arrives"), ("OnChange", "the configuration changes"), ("RegisterChangeCallback", "the configuration changes"));

    /// <summary>The same for names that mean it only in one namespace: everybody has a <c>Run</c> of their own.</summary>
    public static ImmutableDictionary<string, (string Words, string Namespace)> PerCallDelegatesIn { get; } =
        new Dictionary<string, (string Words, string Namespace)>(StringComparer.Ordinal)
        {
            ["Use"] = ("a request passes the middleware", "Microsoft.AspNetCore"),
            ["Run"] = ("a request comes in", "Microsoft.AspNetCore"),
            ["Map"] = ("the endpoint is called", "Microsoft.AspNetCore"),
            ["Subscribe"] = ("a message arrives", "StackExchange.Redis"),
            ["SubscribeAsync"] = ("a message arrives", "StackExchange.Redis"),
            ["MapWhen"] = ("a request comes in", "Microsoft.AspNetCore"),
            ["UseWhen"] = ("a request comes in", "Microsoft.AspNetCore"),
            ["RequireAssertion"] = ("a request is authorized", "Microsoft.AspNetCore"),
            ["OnStarting"] = ("a response begins", "Microsoft.AspNetCore.Http"),
            ["OnCompleted"] = ("a response ends", "Microsoft.AspNetCore.Http"),
            ["AddHttpClient"] = ("a client is created", "Microsoft.Extensions.DependencyInjection"),
            ["ConfigureHttpClient"] = ("a client is created", "Microsoft.Extensions.DependencyInjection"),
            ["AddHttpMessageHandler"] = ("a client's handler is created", "Microsoft.Extensions.DependencyInjection"),
            ["ConfigurePrimaryHttpMessageHandler"] = ("a client's handler is created", "Microsoft.Extensions.DependencyInjection"),
            ["Enqueue"] = ("the job runs", "Hangfire"),
            ["Schedule"] = ("the job runs", "Hangfire"),
            ["For"] = (LoopTurns, "System.Threading.Tasks"),
            ["ForEach"] = (LoopTurns, "System.Threading.Tasks"),
            ["ForEachAsync"] = (LoopTurns, "System.Threading.Tasks"),
            ["Invoke"] = (LoopTurns, "System.Threading.Tasks"),
        }.ToImmutableDictionary(StringComparer.Ordinal);

    private static ImmutableHashSet<string> Set(params string[] names) => ImmutableHashSet.Create(StringComparer.Ordinal, names);

    private static ImmutableDictionary<string, string> Pairs(params (string Name, string Words)[] pairs)
    {
        var builder = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach ((string name, string words) in pairs)
        {
            builder[name] = words;
        }

        return builder.ToImmutable();
    }
}
