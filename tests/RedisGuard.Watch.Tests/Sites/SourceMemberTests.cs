using System.Diagnostics;
using RedisGuard.Watch.Library;
using RedisGuard.Watch.Sites;

namespace RedisGuard.Watch.Tests.Sites;

public sealed class SourceMemberTests
{
    private const string Type = "RedisGuard.Watch.Tests.Sites.SourceMemberTests";

    private static readonly string s_inAnInitializer = new Func<string>(static () => Name())();

    [Fact]
    public void Method_IsItself() => Assert.Equal(Type + ".Method_IsItself", Name());

    [Fact]
    public async Task AsyncMethod_IsTheOneWritten()
    {
        Assert.Equal(Type + ".AsyncMethod_IsTheOneWritten", Name());
        await Task.Yield();
        Assert.Equal(Type + ".AsyncMethod_IsTheOneWritten", Name());
    }

    [Fact]
    public async Task LambdasAndLocalFunctions_AreTheMemberAround()
    {
        var captured = 0;
        Assert.Equal(Type + ".LambdasAndLocalFunctions_AreTheMemberAround", new Func<string>(static () => Name())());
        Assert.Equal(Type + ".LambdasAndLocalFunctions_AreTheMemberAround", await Task.Run(async () =>
        {
            await Task.Yield();
            captured++;
            return Name();
        }));
        Assert.Equal(Type + ".LambdasAndLocalFunctions_AreTheMemberAround", Local());
        Assert.Equal(Type + ".LambdasAndLocalFunctions_AreTheMemberAround", await LocalAsync());

        string Local() => captured > 0 ? Name() : "";
        static async Task<string> LocalAsync()
        {
            await Task.Yield();
            return Name();
        }
    }

    [Fact]
    public void IteratorAndNestedGeneric_AreWhatIsWritten()
    {
        Assert.Equal(Type + ".Iterate", Assert.Single(Iterate()));
        Assert.Equal(Type + ".Nested.Member", Nested<int>.Member());
    }

    [Fact]
    public void Initializer_IsTheConstructor() => Assert.Equal(Type + "..cctor", s_inAnInitializer);

    [Fact]
    public void Stack_IsWalkedTheFastWay() => Assert.True(RuntimeStack.IsFast);

    private static IEnumerable<string> Iterate()
    {
        yield return Name();
    }

    private static string Name() => SourceMember.NameOf(new StackTrace().GetFrames()
        .Select(static frame => frame.GetMethod()!).First(static method => method.Name != nameof(Name) && method.Module.Assembly == typeof(SourceMemberTests).Assembly));

    private static class Nested<T>
    {
        public static string Member() => Name() + (typeof(T) == typeof(int) ? "" : "?");
    }
}
