using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Hazards;

/// <summary>RG4005, Profiling session is never finished.</summary>
public class RG4005Tests
{
    [Theory]
    [InlineData("private readonly ProfilingSession _session = new();", "{|RG4005:redis.RegisterProfiler(() => _session)|};")]
    [InlineData("private static readonly ProfilingSession s_session = new();", "{|RG4005:redis.RegisterProfiler(() => s_session)|};")]
    [InlineData("private readonly ProfilingSession _session = new(); private ProfilingSession Session => _session;", "{|RG4005:redis.RegisterProfiler(() => Session)|};")]
    [InlineData("private readonly ProfilingSession _session = new(); private ProfilingSession Get() => _session;", "{|RG4005:redis.RegisterProfiler(Get)|};")]
    [InlineData("private readonly AsyncLocal<ProfilingSession> _current = new();", "{|RG4005:redis.RegisterProfiler(() => _current.Value)|};")]
    [InlineData("private ProfilingSession? _session;", "{|RG4005:redis.RegisterProfiler(() => _session ??= new ProfilingSession())|};")]
    [InlineData("", "var session = new ProfilingSession(); {|RG4005:redis.RegisterProfiler(() => session)|};")]
    [InlineData("", "var session = new ProfilingSession(); {|RG4005:redis.RegisterProfiler(delegate { return session; })|};")]
    public Task SessionNobodyFinishes_IsReported(string members, string statement) => AllRules.VerifyAsync(Source(members, statement));

    [Theory]
    [InlineData("private readonly ProfilingSession _session = new(); public void Stop() => Console.WriteLine(_session.FinishProfiling().Count());", "redis.RegisterProfiler(() => _session);")]
    [InlineData("private readonly ProfilingSession _session = new(); public ProfilingSession Session => _session;", "redis.RegisterProfiler(() => _session);")]
    [InlineData("private readonly ProfilingSession _session = new(); public ProfilingSession Current() { return _session; }", "redis.RegisterProfiler(() => _session);")]
    [InlineData("public ProfilingSession Session { get; } = new();", "redis.RegisterProfiler(() => Session);")]
    [InlineData("private readonly ProfilingSession _session = new();", "redis.RegisterProfiler(() => _session); Drain(_session);")]
    [InlineData("private readonly AsyncLocal<ProfilingSession> _current = new(); public ProfilingSession? Current => _current.Value;", "redis.RegisterProfiler(() => _current.Value);")]
    [InlineData("", "var session = new ProfilingSession(); redis.RegisterProfiler(() => session); Console.WriteLine(session.FinishProfiling().Count());")]
    [InlineData("", "redis.RegisterProfiler(() => new ProfilingSession());")]
    [InlineData("", "redis.RegisterProfiler(() => null!);")]
    [InlineData("", "redis.RegisterProfiler(provider);")]
    public Task SessionThatMayBeFinished_IsSilent(string members, string statement) => AllRules.VerifyAsync(Source(members, statement));

    [Fact]
    public Task TopLevelStatements_AreOneScope() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        using StackExchange.Redis.Profiling;

        using var redis = ConnectionMultiplexer.Connect(args[0]);
        var session = new ProfilingSession();
        redis.RegisterProfiler(() => session);
        redis.GetDatabase().Ping();
        Console.WriteLine(session.FinishProfiling().Count());
        """,
        new() { OutputKind = OutputKind.ConsoleApplication });

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        Source("private readonly ProfilingSession _session = new();", "{|#0:redis.RegisterProfiler(() => _session)|};"),
        setup: null,
        new DiagnosticResult("RG4005", DiagnosticSeverity.Info).WithLocation(0).WithMessage(
            "The profiling session in '_session' is never finished and keeps every command; call FinishProfiling when there is something to read"));

    [Fact]
    public Task TestCode_IsSilent() => AllRules.VerifyAsync(
        Source("private readonly ProfilingSession _session = new();", "redis.RegisterProfiler(() => _session);"), new() { TestFramework = TestFramework.Xunit });

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync(
        """
        class Profiler { private readonly object _session = new(); void RegisterProfiler(Func<object> session) => session(); public void M() => RegisterProfiler(() => _session); }
        """);

    [Fact]
    public Task UnfinishedCode_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        class C { Missing _session; Missing A => B; Missing B => A; void M(IConnectionMultiplexer redis) { redis.RegisterProfiler(() => A); redis.RegisterProfiler(() => _session.
        """,
        new() { Broken = true });

    private static string Source(string members, string statement) =>
        $$"""
        using StackExchange.Redis;
        using StackExchange.Redis.Profiling;

        class Profiler
        {
            {{members}}

            public void Start(IConnectionMultiplexer redis, Func<ProfilingSession> provider)
            {
                {{statement}}
            }

            private static void Drain(ProfilingSession session) => Console.WriteLine(session);
        }
        """;
}
