using StackExchange.Redis;

public static class Store
{
    public static readonly IConnectionMultiplexer Redis = ConnectionMultiplexer.Connect(Server.Address);
}
