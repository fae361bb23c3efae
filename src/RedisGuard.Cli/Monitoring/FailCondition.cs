using System.Globalization;
using RedisGuard.Cli.Holders;

namespace RedisGuard.Cli.Monitoring;

/// <summary>One condition of <c>--fail-on</c>: <c>leak</c>, <c>churn</c>, <c>orphan</c>, <c>rehandshake</c>, <c>rejected</c>, <c>headroom&lt;20%</c>, <c>clients&gt;500</c>, <c>idle&gt;10m:50</c>.</summary>
internal sealed class FailCondition
{
    private const string Expected = "expected leak, churn, orphan, rehandshake, rejected, headroom<20%, clients>500, or idle>10m:50 (more than 50 clients idle for longer than 10 minutes)";

    private readonly Func<MonitorSnapshot, string?> _met;

    private FailCondition(Func<MonitorSnapshot, string?> met) => _met = met;

    /// <summary>What meets the condition, in words; null where nothing does.</summary>
    public string? Met(MonitorSnapshot snapshot) => _met(snapshot);

    /// <exception cref="FormatException">It is no such list; the message says what was expected.</exception>
    public static IReadOnlyList<FailCondition> Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(One)];

    private static FailCondition One(string text) => text switch
    {
        "leak" => Verdicts(Verdict.Leaking),
        "churn" => Verdicts(Verdict.Churning),
        "orphan" => Verdicts(Verdict.Orphaned),
        "rehandshake" => Verdicts(Verdict.Rehandshaking),
        "rejected" => Rejected(),
        _ when text.StartsWith("headroom<", StringComparison.Ordinal) && text.EndsWith('%') && Number(text[9..^1]) is { } percent and <= 100 => Headroom(percent),
        _ when text.StartsWith("clients>", StringComparison.Ordinal) && Number(text[8..]) is { } most => Clients(most),
        _ when text.StartsWith("idle>", StringComparison.Ordinal) => Idle(text),
        _ => throw new FormatException($"'{text}': {Expected}"),
    };

    private static FailCondition Verdicts(Verdict verdict) => new(snapshot =>
        snapshot.Holders.FirstOrDefault(holder => holder.Verdict == verdict) is { } holder
            ? $"{Judgement.Word(verdict)}: {holder.Holder} {holder.Kind}: {holder.Why}"
            : null);

    // Those since the first look: a server that was full last year is none of today's.
    private static FailCondition Rejected()
    {
        Dictionary<string, long> first = new(StringComparer.Ordinal);
        return new(snapshot =>
        {
            foreach (var server in snapshot.Servers)
            {
                if (server.Rejected is { } rejected && !first.TryAdd(server.Endpoint, rejected) && rejected > first[server.Endpoint])
                {
                    return string.Create(CultureInfo.InvariantCulture, $"rejected: {server.Endpoint} turned {rejected - first[server.Endpoint]} away");
                }
            }

            return null;
        });
    }

    private static FailCondition Headroom(double percent) => new(snapshot =>
        snapshot.Servers.FirstOrDefault(server => server.Headroom * 100 < percent) is { } server
            ? string.Create(CultureInfo.InvariantCulture, $"headroom: {server.Endpoint} has {server.Headroom * 100:0.#} % free of {server.MaxClients}")
            : null);

    private static FailCondition Clients(double most) => new(snapshot =>
        snapshot.Servers.FirstOrDefault(server => server.Clients > most) is { } server
            ? string.Create(CultureInfo.InvariantCulture, $"clients: {server.Endpoint} has {server.Clients}")
            : null);

    private static FailCondition Idle(string text)
    {
        var parts = text["idle>".Length..].Split(':');
        var most = parts.Length == 2 ? Number(parts[1]) : parts.Length == 1 ? 0 : null;
        if (most is null || !TimeText.TryParse(parts[0], out var time))
        {
            throw new FormatException($"'{text}': {Expected}");
        }

        return new(snapshot =>
            snapshot.IdleLongerThan(time) is { } count && count > most
                ? string.Create(CultureInfo.InvariantCulture, $"idle: {count} clients for longer than {TimeText.Short(time)}")
                : null);
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
