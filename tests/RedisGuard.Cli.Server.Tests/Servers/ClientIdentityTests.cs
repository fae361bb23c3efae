using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Server.Tests.Servers;

/// <summary>The grammar as RedisGuard.Pool writes it; its own tests hold the writing.</summary>
public sealed class ClientIdentityTests
{
    [Fact]
    public void WholeName_IsRead()
    {
        var identity = ClientIdentity.Of("rg:shop:main:exclusive:7:v=1.4.2-rc.1:i=web-3@4711@65000000:s=Check-out.cs@41@Pay")!;
        Assert.Equal(("shop", "main", "exclusive"), (identity.Application, identity.Pool, identity.Kind));
        Assert.Equal(("1.4.2-rc.1", "web-3@4711@65000000", "web-3", 4711), (identity.Version, identity.Instance, identity.Machine, identity.ProcessId));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(0x65000000), identity.Started);
        Assert.Equal("Check-out.cs:41 Pay", identity.Site);
    }

    [Fact]
    public void OldName_AndUnknownKeys_AreRead()
    {
        Assert.Null(ClientIdentity.Of("rg:shop:main:shared:1")!.Instance);
        Assert.Equal("2", ClientIdentity.Of("rg:shop:main:shared:1:z=9:x:v=2:")!.Version);
    }

    [Fact]
    public void NameOfTheWatch_IsItsSite() => Assert.Equal("Checkout.cs:41:Checkout.Pay", ClientIdentity.Of("rg:site:Checkout.cs:41:Checkout.Pay")!.Site);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("rg:cli:monitor")]
    [InlineData("rg::main:shared:1")]
    [InlineData("shop")]
    [InlineData("RG:shop:main:shared:1")]
    public void OtherNames_AreNone(string? name) => Assert.Null(ClientIdentity.Of(name));

    [Theory]
    [InlineData("rg:a:b:c:1:i=@@")]
    [InlineData("rg:a:b:c:1:i=web@x@zz:s=@@:v=")]
    [InlineData("rg:a:b:c:1:i=web@99999999999@ffffffffffffffff")]
    public void NonsenseInside_NeverThrows(string name) => Assert.NotNull(ClientIdentity.Of(name));
}
