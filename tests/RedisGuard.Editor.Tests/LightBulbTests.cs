using RedisGuard.Editor.Tests.LightBulbs;
using RedisGuard.Editor.Tests.Projects;

namespace RedisGuard.Editor.Tests;

/// <summary>
/// The packed package in real projects: each squiggle has a light bulb, and what every choice of it leaves is the expected text, compiles,
/// runs where it has a main, and is silent under every rule.
/// </summary>
[Collection(typeof(WithConsumers))]
public class LightBulbTests(OpenedConsumers opened)
{
    public static TheoryData<string> Programs => Cases.Of("Tool");

    [Theory]
    [MemberData(nameof(Programs))]
    public Task InAProgram_EveryChoiceCures(string name) => ChoiceVerifier.VerifyAsync(opened, Cases.Named(name), TestContext.Current.CancellationToken);
}
