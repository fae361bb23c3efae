using StackExchange.Redis;

public sealed class Job
{
    private readonly ISubscriber _subscriber;

    public Job(ISubscriber subscriber)
    {
        _subscriber = subscriber;
        _subscriber.Subscribe(RedisChannel.Literal("jobs"), OnJob);
    }

    public int Done { get; private set; }

    private void OnJob(RedisChannel channel, RedisValue job) => Done++;
}
