using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Holders;

/// <summary>
/// Conditions on a client, all of which must hold: <c>name=rg:shop:* idle>5m type=pubsub</c>. A condition on something that
/// the server doesn't tell never holds, whatever its operator.
/// </summary>
internal sealed record Filter(IReadOnlyList<FilterCondition> Conditions)
{
    public static Filter None { get; } = new([]);

    /// <summary>A text that is no filter is a <see cref="FormatException"/> that says what was expected.</summary>
    public static Filter Parse(string text) =>
        new([.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(FilterCondition.Parse)]);

    public bool Matches(ClientRow row)
    {
        foreach (var condition in Conditions)
        {
            if (!condition.Matches(row))
            {
                return false;
            }
        }

        return true;
    }

    public Filter And(Filter other) => new([.. Conditions, .. other.Conditions]);

    public override string ToString() => string.Join(' ', Conditions);
}
