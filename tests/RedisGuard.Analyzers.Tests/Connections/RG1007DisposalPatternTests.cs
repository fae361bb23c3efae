using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1007: the flags of the disposal pattern are no flags of ownership.</summary>
public class RG1007DisposalPatternTests
{
    [Theory]
    [InlineData("public void Dispose() { if (!_done) { {|RG1007:_c.Dispose()|}; _done = true; } } private bool _done;")]
    [InlineData("public void Dispose() { if (_done) { return; } _done = true; {|RG1007:_c.Dispose()|}; } private bool _done = false;")]
    [InlineData("public void Dispose() { if (Done) { return; } Done = true; {|RG1007:_c.Dispose()|}; } private bool Done { get; set; }")]
    [InlineData("public void Dispose() => Dispose(true); protected virtual void Dispose(bool all) { if (all) { {|RG1007:_c.Dispose()|}; } }")]
    [InlineData("public void Dispose() => Dispose(true); private void Dispose(bool disposing) { if (disposing) { {|RG1007:_c.Dispose()|}; } }")]
    public Task FlagOfTheEnd_IsNoFlagOfOwnership(string members) => VerifyAsync(members);

    [Theory]
    [InlineData("public Store(IConnectionMultiplexer c, bool leave) : this(c) => _leave = leave; public void Dispose() { if (!_leave) { _c.Dispose(); _leave = true; } } private bool _leave;")]
    [InlineData("public void Dispose() { if (!_leave) { _c.Dispose(); _leave = true; } } private bool _leave = s_leaves; private static readonly bool s_leaves = true;")]
    [InlineData("public void Dispose() { if (_owns) { _c.Dispose(); _owns = false; } } public void Own() => _owns = true; private bool _owns;")]
    [InlineData("public void Dispose() => Dispose(false); private void Dispose(bool leaveOpen) { if (!leaveOpen) { _c.Dispose(); } }")]
    public Task FlagOfOwnership_IsSilent(string members) => VerifyAsync(members);

    private static Task VerifyAsync(string members) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        public class Store : IDisposable
        {
            private readonly IConnectionMultiplexer _c;

            public Store(IConnectionMultiplexer c) => _c = c;

            public void Ping() => _c.GetDatabase().Ping();

            {{members}}
        }
        """);
}
