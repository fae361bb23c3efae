using RedisGuard.Cli.Loading.Loose.Projects;

namespace RedisGuard.Cli.Tests.Loading.Loose.Projects;

public sealed class TargetFrameworkTests
{
    [Theory]
    [InlineData("net472;netstandard2.0;net8.0;net10.0", "net10.0")]
    [InlineData("net48;netstandard2.0", "netstandard2.0")]
    [InlineData("net462;netcoreapp3.1", "netcoreapp3.1")]
    [InlineData("net9.0-windows;net8.0", "net9.0-windows")]
    [InlineData("net472", "net472")]
    public void Best_IsTheNewestDotNet(string monikers, string expected) => Assert.Equal(expected, TargetFramework.Best(monikers.Split(';'))?.Moniker);

    [Fact]
    public void Best_OfNone_IsNull() => Assert.Null(TargetFramework.Best([]));

    [Theory]
    [InlineData("net8.0", "NET NET8_0 NETCOREAPP NET5_0_OR_GREATER NET8_0_OR_GREATER NETCOREAPP3_1_OR_GREATER", "NET9_0_OR_GREATER NETFRAMEWORK NETSTANDARD WINDOWS")]
    [InlineData("net10.0-windows10.0.19041", "NET10_0 WINDOWS NET10_0_OR_GREATER", "NET11_0_OR_GREATER")]
    [InlineData("netcoreapp2.1", "NETCOREAPP NETCOREAPP2_1 NETCOREAPP2_0_OR_GREATER", "NETCOREAPP2_2_OR_GREATER NET")]
    [InlineData("netstandard2.0", "NETSTANDARD NETSTANDARD2_0 NETSTANDARD1_6_OR_GREATER", "NETSTANDARD2_1_OR_GREATER NET")]
    [InlineData("net472", "NETFRAMEWORK NET472 NET461_OR_GREATER", "NET48_OR_GREATER NET NETCOREAPP")]
    public void Symbols_AreTheSdks(string moniker, string defined, string undefined)
    {
        var symbols = TargetFramework.Best([moniker])!.Symbols();
        Assert.Subset(symbols.ToHashSet(), defined.Split(' ').ToHashSet());
        Assert.DoesNotContain(symbols, undefined.Split(' ').Contains);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("$(Frameworks)")]
    public void Nonsense_HasNoSymbols(string moniker) => Assert.Empty(TargetFramework.Best([moniker])!.Symbols());
}
