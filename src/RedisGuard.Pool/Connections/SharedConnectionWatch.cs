using RedisGuard.Pool.Subscriptions;

namespace RedisGuard.Pool.Connections;

/// <summary>
/// Opens shared connections anew that somebody disposed, finds subscriptions whose node is gone, and has the
/// subscriptions follow: nobody may ask for them who would notice.
/// </summary>
/// <remarks>For one caller at a time.</remarks>
internal sealed class SharedConnectionWatch(SharedConnections shared, SlotConnector connector, SubscriptionTable subscriptions)
{
    // A server that is down at that moment is asked again by whoever needs it, and here once in a while.
    private static readonly TimeSpan Spacing = TimeSpan.FromSeconds(1);

    private long _openedAt = -(long)Spacing.TotalMilliseconds;
    private Task _following = Task.CompletedTask;

    public void Look()
    {
        foreach (var node in shared.All)
        {
            if (node.Current is { } connection)
            {
                connector.Meet(connection);
            }
            else if (node.IsMissed && Environment.TickCount64 - _openedAt >= Spacing.TotalMilliseconds)
            {
                _openedAt = Environment.TickCount64;
                node.OpenAsync().Observe();
            }
        }

        subscriptions.Look();
        if (_following.IsCompleted && subscriptions.IsBehind)
        {
            _following = subscriptions.FollowAsync();
            _following.Observe();
        }
    }
}
