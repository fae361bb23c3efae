using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Latest.Tests.Connections;

/// <summary>C# 14: the field behind a property by its keyword, and members that an extension block adds.</summary>
public class NewMemberKindsTests
{
    [Fact]
    public Task FieldKeyword_IsTheProperty() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class Store : IDisposable
        {
            public IConnectionMultiplexer Redis => field ??= {|RG1006:ConnectionMultiplexer.Connect("localhost")|};

            public void Dispose() => Redis.Dispose();
        }
        """);

    [Fact]
    public Task ExtensionBlock_MayCloseItsReceiver() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public static class Closing
        {
            extension(IConnectionMultiplexer redis)
            {
                public void Shut() => redis.Dispose();
            }
        }

        public class Probe
        {
            public void Run()
            {
                var redis = ConnectionMultiplexer.Connect("localhost");
                redis.Shut();
            }
        }
        """);
}
