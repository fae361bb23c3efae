using System.Net;
using System.Net.Security;
using RedisGuard.Pool.Healing;
using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Secrets;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Healing;

public sealed class SecondWitnessTests(RedisFixture redis)
{
    private const string NotInstalled = "redis-server is not installed; the embedded one lists its clients otherwise.";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ServerThatWantsAPassword_Serves()
    {
        await using var witness = Witness(redis.Server.Port, password: null);

        Assert.True(await witness.IsServedAsync(Cancel));
    }

    [Fact]
    public async Task FullServer_DoesNotServe()
    {
        Assert.SkipWhen(RedisProcess.Executable is null, NotInstalled);
        await using var server = await RedisProcess.StartAsync("--maxclients", "1");
        await using var other = await ConnectionMultiplexer.ConnectAsync($"{((IRedisServer)server).Configuration},protocol=resp2,abortConnect=false");
        await using var witness = Witness(server.Port, password: null);

        Assert.False(await witness.IsServedAsync(Cancel));
    }

    [Fact]
    public async Task SilentServer_IsWaitedForUntilCancelled()
    {
        await using var proxy = new TcpProxy(redis.Server.Port) { IsBlackHole = true };
        await using var witness = Witness(proxy.Port, password: null);
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => witness.IsServedAsync(impatience.Token));
    }

    [Theory]
    [InlineData(Secret.Password, true)]
    [InlineData("another", null)]
    public async Task BlockedClient_IsHeldUp_IfTheServerSaysSo(string password, bool? expected)
    {
        Assert.SkipWhen(RedisProcess.Executable is null, NotInstalled);
        await using var client = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var id = (long)await client.GetDatabase().ExecuteAsync("CLIENT", "ID");
        await using var witness = Witness(redis.Server.Port, password);
        Assert.True(await witness.IsServedAsync(Cancel));
        Assert.True(await witness.IsHeldUpAsync(id, Cancel) is false or null);

        var blocked = client.GetDatabase().ExecuteAsync("BLPOP", $"w-{Guid.NewGuid():N}", 1);

        if (expected is null)
        {
            Assert.Null(await witness.IsHeldUpAsync(id, Cancel));
        }
        else
        {
            await Eventually.TrueAsync(async () => await witness.IsHeldUpAsync(id, Cancel) == expected);
        }

        await blocked;
    }

    [Fact]
    public async Task ClientThatTheServerDoesNotHave_IsNotHeldUp()
    {
        Assert.SkipWhen(RedisProcess.Executable is null, NotInstalled);
        await using var witness = Witness(redis.Server.Port, Secret.Password);
        Assert.True(await witness.IsServedAsync(Cancel));

        Assert.False(await witness.IsHeldUpAsync(long.MaxValue, Cancel));
    }

    /// <summary>The options may be one object that every connect of the process gets: with a callback of the pool's in it each would trust anybody.</summary>
    [Fact]
    public async Task TlsOptionsOfTheUser_StayAsTheyAre_AndTheWitnessTellsNoPassword()
    {
        Assert.SkipWhen(RedisProcess.Executable is null, NotInstalled);
        var folder = Directory.CreateTempSubdirectory("redisguard-witness-");
        var (server, port) = await TestCertificate.StartServerAsync(folder, "--requirepass", Secret.Password);
        await using var ofServer = server;
        var options = new SslClientAuthenticationOptions { TargetHost = "localhost" };
        var configuration = new ConfigurationOptions { Ssl = true, Password = Secret.Password, SslClientAuthenticationOptions = _ => options };
        await using var witness = new SecondWitness(new IPEndPoint(IPAddress.Loopback, port), configuration);

        Assert.True(await witness.IsServedAsync(Cancel));
        Assert.Null(await witness.IsHeldUpAsync(1, Cancel));
        Assert.Null(options.RemoteCertificateValidationCallback);

        // The user's own check counts, where it can be read.
        options.RemoteCertificateValidationCallback = static (_, _, _, errors) => errors == SslPolicyErrors.RemoteCertificateChainErrors;
        await using var trusting = new SecondWitness(new IPEndPoint(IPAddress.Loopback, port), configuration);
        Assert.True(await trusting.IsServedAsync(Cancel));
        Assert.False(await trusting.IsHeldUpAsync(long.MaxValue, Cancel));
        folder.Delete(recursive: true);
    }

    private static SecondWitness Witness(int port, string? password) =>
        new(new IPEndPoint(IPAddress.Loopback, port), new ConfigurationOptions { Password = password });
}
