using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Options;

namespace RedisGuard.Analyzers.Tests.Dataflow;

/// <summary>Tests where paths end with something open, and which of those ends are leaks.</summary>
public class LeakLedgerTests
{
    [Theory]
    [InlineData("var c = [|Connect(\"a\")|];", "Exit", "Exit at the end")]
    [InlineData("var c = [|Connect(\"a\")|]; c.Dispose();", "", "")]
    [InlineData("var c = [|Connect(\"a\")|]; if (flag) { return 1; } c.Dispose(); return 2;", "Exit", "Exit at 1 (return)")]
    [InlineData("var c = [|Connect(\"a\")|]; if (flag) { return c; } return 2;", "Exit", "Exit at 2 (return)")]
    [InlineData("var c = [|Connect(\"a\")|]; if (flag) { throw new Exception(); } c.Dispose();", "Throw", "Throw at new Exception()")]
    [InlineData("while (flag) { var c = [|Connect(\"a\")|]; if (n == 1) { continue; } c.Dispose(); }", "OutOfScope", "Exit at flag, OutOfScope at the end")]
    [InlineData("while (flag) { var c = [|ConnectAsync(\"a\")|]; if (n == 1) { continue; } (await c).Dispose(); }", "OutOfScope", "Exit at flag, OutOfScope at the end")]
    [InlineData("while (flag) { given = [|Connect(\"a\")|]; }", "Exit, NextTurn", "Exit at flag, NextTurn at Connect(\"a\")")]
    [InlineData("while (flag) { var c = [|Connect(\"a\")|]; given = c; }", "Exit, NextTurn", "Exit at flag, NextTurn at Connect(\"a\")")]
    [InlineData("while (flag) { var c = [|Connect(\"a\")|]; if (n == 1) { continue; } given = c; }", "Exit, NextTurn", "Exit at flag, NextTurn at Connect(\"a\")")]
    [InlineData("var c = [|Connect(\"a\")|]; if (flag || n == 1) { return 1; } c.Dispose(); return 2;", "Exit", "Exit at 1 (return)")]
    [InlineData("{ var c = [|Connect(\"a\")|]; } Work();", "Exit, OutOfScope", "Exit at the end, OutOfScope at the end")]
    [InlineData("{ var c = [|Connect(\"a\")|]; c.Dispose(); } Work();", "", "")]
    public void AnEndThatIsOpen_IsALeak(string body, string leaks, string ends)
    {
        var run = new FlowRun(body);

        Assert.Equal(leaks, run.Leaks);
        Assert.Equal(ends, run.OpenEnds);
    }

    [Theory]
    [InlineData("ConnectionMultiplexer? c = null; if (flag) { c = [|Connect(\"a\")|]; } if (flag) { c!.Dispose(); }", "Absent or Open or Released")]
    [InlineData("ConnectionMultiplexer? c = null; if (flag) { c = [|Connect(\"a\")|]; } if (flag) { Take(c); }", "Absent or Open or Escaped, Argument Owner")]
    public void AcquiredAndLookedAfterOnACondition_ItIsTakenToBeTheSame(string body, string fate)
    {
        var run = new FlowRun(body);

        Assert.Equal("", run.Leaks);
        Assert.Equal("Exit at flag", run.OpenEnds);
        Assert.Equal(fate, run.Fate);
    }

    [Fact]
    public void AcquiredOnAConditionAndNeverLookedAfter_IsALeak()
        => Assert.Equal("Exit", new FlowRun("ConnectionMultiplexer? c = null; if (flag) { c = [|Connect(\"a\")|]; }").Leaks);

    [Theory]
    [InlineData("var all = new object[1]; all[0] = [|Connect(\"a\")|]; foreach (var each in all) { ((IDisposable)each).Dispose(); }", "", "Absent or Released")]
    [InlineData("var all = new object[1]; all[0] = [|Connect(\"a\")|]; foreach (var each in all) { Take(each); }", "", "Absent or Escaped, Argument Collection")]
    [InlineData("var all = new object[1]; all[0] = [|Connect(\"a\")|]; foreach (var each in all) { _ = each; }", "Exit", "Absent or Open")]
    public void ALoopOverSeveral_ReleasesThemAll(string body, string leaks, string fate)
    {
        var run = new FlowRun(body);

        Assert.Equal(leaks, run.Leaks);
        Assert.Equal(fate, run.Fate);
    }

    [Theory]
    [InlineData("var c = [|Connect(\"a\")|]; if (flag) { throw new Exception(); } Take(c);", (int)ExceptionPaths.Conservative, "")]
    [InlineData("var c = [|Connect(\"a\")|]; if (flag) { throw new Exception(); } Take(c);", (int)ExceptionPaths.All, "Throw, UnwrittenException")]
    [InlineData("var c = [|Connect(\"a\")|]; if (flag) { throw new Exception(); } _m = c;", (int)ExceptionPaths.Conservative, "Throw")]
    [InlineData("var c = [|Connect(\"a\")|]; if (flag) { throw new Exception(); } return c;", (int)ExceptionPaths.Conservative, "Throw")]
    [InlineData("var c = [|Connect(\"a\")|]; var d = c.GetDatabase(); if (flag) { throw new Exception(); } _list.Add(d); c.Dispose();", (int)ExceptionPaths.Conservative, "Throw")]
    [InlineData("var c = [|Connect(\"a\")|]; if (flag) { throw new Exception(); } c.Dispose();", (int)ExceptionPaths.None, "")]
    [InlineData("var c = [|Connect(\"a\")|]; if (flag) { return 1; } Take(c); return 2;", (int)ExceptionPaths.Conservative, "Exit")]
    [InlineData("var c = [|ConnectAsync(\"a\")|]; if (await Task.WhenAny(c, Task.Delay(n)) != c) { throw new TimeoutException(); } Take(await c);", (int)ExceptionPaths.Conservative, "Throw")]
    public void WhatOtherCodeGetsWhereAllGoesWell_IsNoLeakOfAThrow(string body, int paths, string leaks)
        => Assert.Equal(leaks, new FlowRun(body, paths: (ExceptionPaths)paths).Leaks);

    [Theory]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); c.Dispose(); } catch (Exception) { }", "Swallowed")]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); } catch (Exception) { } c.Dispose();", "")]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); c.Dispose(); } catch (Exception) { c.Dispose(); }", "")]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); c.Dispose(); } catch (Exception) { if (flag) { c.Dispose(); } }", "")]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); Take(c); } catch (Exception) { }", "")]
    [InlineData("var c = [|Connect(\"a\")|]; try { try { Work(); } finally { flag = true; } c.Dispose(); } catch (Exception) { }", "Swallowed")]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); try { c.Dispose(); } finally { flag = true; } } catch (Exception) { }", "Swallowed")]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); if (flag) { c.Dispose(); } } catch (Exception) { } Work();", "Exit")]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); c.Dispose(); } catch (Exception) { } throw new Exception();", "")]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); } catch (Exception) { return; } finally { c.Dispose(); }", "")]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); } catch (Exception) { return; } try { c.Dispose(); } finally { flag = true; }", "")]
    public void AnExceptionBeforeTheRelease_ThatIsCaught_IsALeak(string body, string leaks) => Assert.Equal(leaks, new FlowRun(body).Leaks);

    [Fact]
    public void ByTheDial_NoSwallowedExceptionCounts()
        => Assert.Equal("", new FlowRun("var c = [|Connect(\"a\")|]; try { Work(); c.Dispose(); } catch (Exception) { }", paths: ExceptionPaths.None).Leaks);

    [Theory]
    [InlineData("var c = [|Connect(\"a\")|]; Work(); c.Dispose();", "UnwrittenException", "UnwrittenException at the end")]
    [InlineData("var c = [|Connect(\"a\")|]; await Task.Delay(n, token); c.Dispose();", "Cancelled", "Cancelled at Task.Delay(n, token)")]
    [InlineData("var c = [|Connect(\"a\")|]; try { await Task.Delay(n, token); } catch (ArgumentException) { } c.Dispose();", "Cancelled", "Cancelled at Task.Delay(n, token)")]
    [InlineData("var c = [|Connect(\"a\")|]; try { await Task.Delay(n, token); } catch (OperationCanceledException) { } c.Dispose();", "UnwrittenException", "UnwrittenException at the end")]
    public void ByTheDial_EachCallMayThrow(string body, string leaks, string ends)
    {
        var run = new FlowRun(body, paths: ExceptionPaths.All);

        Assert.Equal(leaks, run.Leaks);
        Assert.Equal(ends, run.OpenEnds);
        Assert.Equal("", new FlowRun(body).Leaks);
    }

    [Theory]
    [InlineData("if ([|db.LockTake(\"k\", \"t\", default)|]) { Work(); }", "Exit")]
    [InlineData("if ([|db.LockTake(\"k\", \"t\", default)|]) { Work(); db.LockRelease(\"k\", \"t\"); }", "")]
    [InlineData("if ([|db.LockTake(\"k\", \"t\", default)|]) { if (flag) { return; } db.LockRelease(\"k\", \"t\"); }", "Exit")]
    [InlineData("if ([|db.LockTake(\"k\", \"t\", default)|]) { try { Work(); db.LockRelease(\"k\", \"t\"); } catch (Exception) { } }", "Swallowed")]
    [InlineData("while (flag) { bool taken = [|db.LockTake(\"k\", \"t\", default)|]; if (taken) { continue; } }", "Exit, NextTurn")]
    public void OfALock_NothingIsLeftToGuess(string body, string leaks) => Assert.Equal(leaks, new FlowRun(body, ResourceKind.Lock).Leaks);
}
