using Microsoft.AspNetCore.Mvc;
using StackExchange.Redis;

[ApiController]
[Route("basket")]
public class BasketController(IConfiguration configuration) : ControllerBase
{
    public object Settings => configuration;

    [HttpGet]
    public string? Read(string key)
    {
        using var redis = ConnectionMultiplexer.Connect(configuration.GetConnectionString("Redis")!);
        return redis.GetDatabase().StringGet(key);
    }
}
