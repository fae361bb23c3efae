using Microsoft.AspNetCore.Components;
using StackExchange.Redis;

namespace Blazor;

public partial class Ticker : ComponentBase
{
    [Inject]
    public IConnectionMultiplexer Redis { get; set; } = null!;

    private string? Text { get; set; }

    protected override void OnInitialized()
    {
        Redis.GetSubscriber().Subscribe(RedisChannel.Literal("ticks"), OnTick);
    }

    private void OnTick(RedisChannel channel, RedisValue tick) => Text = tick;
}
