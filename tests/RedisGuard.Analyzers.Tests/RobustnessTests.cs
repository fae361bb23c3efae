using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests;

/// <summary>Analyzers run on code that is being typed: what they can't understand they leave alone.</summary>
public class RobustnessTests
{
    public static TheoryData<string> TestFiles => [.. TestSources.Files];

    [Theory]
    [MemberData(nameof(TestFiles))]
    public async Task SourcesCutOffAtTheirTokens_ThrowNothing(string file)
    {
        foreach (string source in TestSources.In(file))
        {
            await Truncation.VerifyAsync(source);
        }
    }
}
