using RedisGuard.Pool.Leases;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;

namespace RedisGuard.Pool.Tests.Leases;

public sealed class LeaseRenewalsTests
{
    private const int Renewed = 1013;

    private readonly FakeLoggers _logs = new();
    private readonly string _pool = $"t{Guid.NewGuid():N}";

    [Theory]
    [InlineData((int)LeaseSpoil.Connection, "connection", "lease.Connection can do anything with it, and be kept. Use lease.Database where that is enough")]
    [InlineData((int)LeaseSpoil.Command, "command", "a command was sent by name that may change the session")]
    [InlineData((int)LeaseSpoil.Sequence, "sequence", "a scan sends commands for as long as it is read, and may be kept")]
    [InlineData((int)LeaseSpoil.Outstanding, "outstanding", "commands had no reply yet when the lease was returned. Await them")]
    [InlineData((int)LeaseSpoil.Lost, "lost", "its socket was lost")]
    public void EachReason_IsToldOnceALine_AndCountedEachTime(int spoil, string word, string reason)
    {
        var counted = new List<object?>();
        using var ear = Ear.Of(_pool, "redisguard.lease.renewals", counted.Add);
        var renewals = Renewals();

        renewals.Tell((LeaseSpoil)spoil, new RedisCallSite("Jobs.cs", 42, "TakeAsync"));
        renewals.Tell((LeaseSpoil)spoil, new RedisCallSite("Jobs.cs", 42, "TakeAsync"));

        Assert.Equal([word, word], counted);
        Assert.Contains($"the lease rented at Jobs.cs:42 (TakeAsync) when it is returned, and opens another for the next: {reason}.", Assert.Single(_logs.Of(Renewed)).Message, StringComparison.Ordinal);
    }

    /// <summary>A program that invents lines at run time shall not fill the memory, nor the log.</summary>
    [Fact]
    public void LinesWithoutEnd_AreNotAllTold()
    {
        var renewals = Renewals();

        for (var line = 1; line <= 300; line++)
        {
            renewals.Tell(LeaseSpoil.Command, new RedisCallSite("Generated.cs", line, "Run"));
        }

        Assert.Equal(256, _logs.Of(Renewed).Count());
    }

    private LeaseRenewals Renewals() => new(_pool, new PoolInstruments(_pool), _logs.CreateLogger("test"));
}
