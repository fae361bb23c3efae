namespace RedisGuard.Cli.Server.Tests.EndToEnd;

/// <summary><c>redisguard monitor test</c> against a real server, and a service that leaks or doesn't.</summary>
public sealed class LeakTestTests : IAsyncLifetime
{
    private RedisProcess _server = null!;

    public async ValueTask InitializeAsync() => _server = await RedisProcess.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private string Endpoint => FormattableString.Invariant($"127.0.0.1:{_server.Port}");

    [Fact]
    public async Task Attributed_FindsTheLeakOfAService_AndNamesTheHolder()
    {
        await using var service = new Service(Endpoint, leaks: true);
        await using var noise = new Noise(Endpoint);
        var run = await TestAsync("--url", service.Url, "--requests", "3", "--cycles", "4", "--attribute", "name=svc");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("method attributed (name=svc)", run.Output, StringComparison.Ordinal);
        Assert.Contains("LEAK  3 of 3 cycles left connections behind, 9 in all", run.Output, StringComparison.Ordinal);
        Assert.Contains("svc  ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attributed_AcquitsAServiceThatCloses_WhateverOthersDo()
    {
        await using var service = new Service(Endpoint, leaks: false);
        await using var noise = new Noise(Endpoint);
        var run = await TestAsync("--url", service.Url, "--requests", "3", "--cycles", "4", "--attribute", "name=svc");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("CLEAN  none of 3 cycles left a connection behind", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LocalService_IsAttributedByItsProcess()
    {
        await using var service = new Service(Endpoint, leaks: true);
        var run = await TestAsync("--url", service.Url, "--requests", "2", "--cycles", "3");
        Assert.Contains(FormattableString.Invariant($"method attributed (pid={Environment.ProcessId})"), run.Output, StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task WorkloadThatFails_IsInconclusive()
    {
        await using var service = new Service(Endpoint, leaks: false);
        var run = await TestAsync("--url", service.Url + "broken", "--requests", "2", "--attribute", "name=svc");
        run.ShouldFailWith("inconclusive: 2 of 2 requests failed, the first: status 500");
        (await TestAsync("--attribute", "name=svc", "--", "false")).ShouldFailWith("inconclusive: the workload ended with exit code 1");
    }

    [Fact]
    public async Task ProgramThatIsNoDotNet_FallsToTheNextMethod()
    {
        var run = await TestAsync("--method", "exact", "--", "true");
        run.ShouldFailWith("the watch was not let in");
    }

    [Theory]
    [InlineData("no workload")]
    [InlineData("exclude each other", "--url", "http://localhost:1/", "--", "true")]
    [InlineData("--requests without --url", "--requests", "5", "--", "true")]
    [InlineData("not --url", "--url", "http://localhost:1/", "--method", "exact")]
    [InlineData("give --attribute", "--method", "attributed", "--", "true")]
    [InlineData("expected an address", "--url", "localhost")]
    [InlineData("expected a whole number", "--url", "http://localhost:1/", "--cycles", "0")]
    [InlineData("expected a whole number", "--url", "http://localhost:1/", "--pairs", "4")]
    [InlineData("is no field", "--attribute", "x=1", "--", "true")]
    [InlineData("--method", "--method", "guess", "--", "true")]
    [InlineData("can't start 'no-such-program'", "--attribute", "name=x", "--", "no-such-program")]
    public async Task WrongInput_IsOneLine(string why, params string[] arguments) => (await TestAsync(arguments)).ShouldRefuse(why);

    private Task<Tool> TestAsync(params string[] arguments) => Tool.RunAsync(["monitor", "test", "--server", Endpoint, .. arguments]);
}
