using StackExchange.Redis;

public class Connector(ILogger<Connector> logger)
{
    public void Log(ConfigurationOptions options) => logger.LogInformation("Connecting to {Server}", options);
}
