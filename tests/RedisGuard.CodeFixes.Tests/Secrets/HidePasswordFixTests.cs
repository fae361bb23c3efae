using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Secrets;

/// <summary>RG5003: what is logged is the same text without the password.</summary>
public class HidePasswordFixTests
{
    [Theory]
    [InlineData("logger.LogInformation(\"To {Server}\", {|RG5003:options|});", "logger.LogInformation(\"To {Server}\", options.ToString(includePassword: false));")]
    [InlineData("logger.LogInformation({|RG5003:options.ToString()|}); // what we use", "logger.LogInformation(options.ToString(includePassword: false)); // what we use")]
    [InlineData("Console.WriteLine({|RG5003:options.ToString(true)|});", "Console.WriteLine(options.ToString(includePassword: false));")]
    [InlineData("Console.WriteLine($\"to {{|RG5003:options|}}\");", "Console.WriteLine($\"to {options.ToString(includePassword: false)}\");")]
    [InlineData("throw new InvalidOperationException(\"no \" + {|RG5003:redis.Configuration|});", "throw new InvalidOperationException(\"no \" + ConfigurationOptions.Parse(redis.Configuration).ToString(includePassword: false));")]
    [InlineData("var text = options.ToString(); Console.WriteLine(text.Length); Console.WriteLine({|RG5003:text|});", "var text = options.ToString(); Console.WriteLine(text.Length); Console.WriteLine(ConfigurationOptions.Parse(text).ToString(includePassword: false));")]
    [InlineData("var text = redis.Configuration; logger.LogInformation(\"To {Server}\", {|RG5003:text|});", "var text = redis.Configuration; logger.LogInformation(\"To {Server}\", ConfigurationOptions.Parse(text).ToString(includePassword: false));")]
    public Task TextWithThePassword_IsWrittenWithout(string before, string after) => RealRules<HidePasswordFixProvider>.VerifyAsync(In(before), In(after));

    [Fact]
    public Task TextOfMoreThanAConfiguration_IsNotOffered() => RealRules<HidePasswordFixProvider>.VerifyNotOfferedAsync(
        In("var text = \"to \" + options; Console.WriteLine({|RG5003:text|});"));

    private static string In(string statement) => $$"""
        using Microsoft.Extensions.Logging;
        using StackExchange.Redis;

        class Connector(ILogger<Connector> logger)
        {
            public void Log(ConfigurationOptions options, IConnectionMultiplexer redis)
            {
                logger.LogInformation("{Clients}", redis.ClientName);
                {{statement}}
            }
        }
        """;
}
