using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1002 where an exception before the closing is caught, and what follows doesn't close either.</summary>
public class RG1002SwallowedExceptionTests
{
    [Theory]
    [InlineData("ConnectionMultiplexer? c = null; try { c = {|RG1002:ConnectionMultiplexer.Connect(cs)|}; Look(c); c.Dispose(); } catch (RedisException e) { Console.WriteLine(e); }")]
    [InlineData("try { var c = {|RG1002:ConnectionMultiplexer.Connect(cs)|}; Look(c); c.Close(); } catch { return; }")]
    public Task ClosedWhereAllGoesWell_IsReported(string statements) => AllRules.VerifyMethodAsync(statements);

    [Theory]
    [InlineData("ConnectionMultiplexer? c = null; try { c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; Look(c); } catch (RedisException e) { Console.WriteLine(e); } finally { c?.Dispose(); }")]
    [InlineData("ConnectionMultiplexer? c = null; try { c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; Look(c); c.Close(); } catch (RedisException) { c?.Close(); }")]
    [InlineData("ConnectionMultiplexer? c = null; bool open = false; try { c = ConnectionMultiplexer.Connect(cs); open = true; Look(c); } catch (RedisException) { } if (open) { c!.Dispose(); }")]
    [InlineData("try { using var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; Look(c); } catch (RedisException) { }")]
    [InlineData("var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; try { Look(c); } catch (RedisException) { } c.Dispose();")]
    [InlineData("try { var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; Look(c); c.Dispose(); } catch (RedisException) { throw; }")]
    [InlineData("try { var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; Look(c); c.Dispose(); } catch (RedisException e) { throw new InvalidOperationException(\"x\", e); }")]
    [InlineData("try { var c = ConnectionMultiplexer.Connect(cs); Look(c); Keep(c); } catch (RedisException) { }")]
    public Task ClosedOrToldAllTheSame_IsSilentOfThisRule(string statements) => AllRules.VerifyMethodAsync(statements);
}
