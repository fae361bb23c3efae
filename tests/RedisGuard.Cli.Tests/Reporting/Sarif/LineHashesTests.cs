using RedisGuard.Cli.Reporting.Sarif;

namespace RedisGuard.Cli.Tests.Reporting.Sarif;

/// <summary>The values that GitHub's own upload action gives for these texts.</summary>
public class LineHashesTests
{
    [Theory]
    [InlineData("", "c129715d7a2bc9a3:1")]
    [InlineData(" a\nb\n  \t\tc\n d", "271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1")]
    [InlineData(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End", "8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1", "c6805c5e1288b612:1", "b86d3392aea1be30:1", "e6ceba753e1a442:1")]
    public void Lines_HaveTheHashesOfTheUploadAction(string text, params string[] hashes) => Assert.Equal(hashes, LineHashes.Of(text));

    [Fact]
    public void LineEnds_DoNotMatter() => Assert.Equal(LineHashes.Of("a\nb\n\nc"), LineHashes.Of("a\r\nb\r\n\r\nc"));
}
