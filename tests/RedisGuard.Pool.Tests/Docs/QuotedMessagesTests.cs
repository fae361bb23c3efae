using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Resilience;

namespace RedisGuard.Pool.Tests.Docs;

/// <summary>Who looks for a message finds it: what the page quotes is what the pool says.</summary>
public sealed partial class QuotedMessagesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryQuote_IsSaidByThePool()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "troubleshooting.md"), Cancel);
        string[] quotes = [.. Quote().Matches(page).Select(static quote => quote.Groups[1].Value)];
        string[] said = [.. Logged(), .. await ThrownAsync()];

        Assert.InRange(quotes.Length, 12, int.MaxValue);
        Assert.All(quotes, quote => Assert.Contains(said, message => IsOf(quote, message)));
    }

    [Theory]
    [InlineData("Pool 'default' for … is unhealthy")] // the log has no quotation marks
    [InlineData("Two pools called … lead to …")]
    public void QuoteThatNobodySays_IsNoticed(string quote) => Assert.DoesNotContain(Logged(), message => IsOf(quote, message));

    /// <summary>Whether what stands between the dots of a quote is in the message, in that order.</summary>
    private static bool IsOf(string quote, string message) =>
        Regex.IsMatch(message, string.Join(".*", quote.Split('…', StringSplitOptions.TrimEntries).Select(Regex.Escape)), RegexOptions.Singleline);

    private static IEnumerable<string> Logged() =>
        typeof(PoolLog).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>()?.Message)
            .OfType<string>()
            .Select(static message => Placeholder().Replace(message, static hole => hole.Groups[1].Value switch
            {
                "Pool" => "default",
                "Failures" => "3",
                var name => name,
            }));

    private static async Task<string[]> ThrownAsync()
    {
        var time = new FakeTimeProvider();
        var pool = Pools.Fake(new FakeOpener(), static options => options.MaxConnections = 1, time);
        var lease = await pool.RentAsync(Cancel);
        var waiting = pool.RentAsync(Cancel).AsTask();
        time.Advance(TimeSpan.FromSeconds(5));
        var exhausted = await Assert.ThrowsAsync<RedisPoolExhaustedException>(() => waiting);
        await lease.DisposeAsync();
        var over = Assert.Throws<ObjectDisposedException>(() => lease.Database);
        await pool.DisposeAsync();
        using var circuit = new Circuit();
        circuit.Open();
        var open = await Assert.ThrowsAsync<RedisCircuitOpenException>(async () => await circuit.Breaker.ExecuteAsync(static _ => Task.FromResult(0), 0));
        return [exhausted.Message.Replace(pool.Name, "default", StringComparison.Ordinal), over.Message, open.Message];
    }

    [GeneratedRegex("«([^»]+)»", RegexOptions.CultureInvariant)]
    private static partial Regex Quote();

    [GeneratedRegex("{([A-Za-z]+)(:[^}]*)?}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
