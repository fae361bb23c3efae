using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Options;

namespace RedisGuard.Analyzers.Tests.Dataflow;

/// <summary>The flow over a whole function: its branches, loops, exceptions and finally blocks.</summary>
public class OwnershipFlowTests
{
    [Theory]
    [InlineData("var c = [|Connect(\"a\")|]; if (flag) { c.Dispose(); }", "Open or Released")]
    [InlineData("var c = [|Connect(\"a\")|]; if (flag) { c.Dispose(); } else { c.Close(); }", "Released")]
    [InlineData("var c = [|Connect(\"a\")|]; while (flag) { Work(); } c.Dispose();", "Released")]
    [InlineData("ConnectionMultiplexer? c = null; while (flag) { c?.Dispose(); c = [|Connect(\"a\")|]; } c?.Dispose();", "Absent or Released")]
    [InlineData("var c = [|Connect(\"a\")|]; if (true) { c.Dispose(); }", "Released")]
    [InlineData("var c = [|Connect(\"a\")|]; if (c != null) { c.Dispose(); }", "Absent or Released")]
    [InlineData("var c = [|Connect(\"a\")|]; Environment.Exit(1);", "None")]
    [InlineData("var c = [|Connect(\"a\")|]; if (flag) { Environment.FailFast(\"a\"); } c.Dispose();", "Released")]
    [InlineData("var c = [|Connect(\"a\")|]; if (flag) { Environment.Exit(1); } else { Work(); }", "Open")]
    public void Paths_AreJoined(string body, string fate) => Assert.Equal(fate, new FlowRun(body).Fate);

    [Theory]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); } finally { c.Dispose(); }", "Released")]
    [InlineData("using var c = [|Connect(\"a\")|]; Work();", "Absent or Released")]
    [InlineData("var c = [|Connect(\"a\")|]; try { if (flag) { return; } Work(); } finally { c.Dispose(); }", "Released")]
    [InlineData("var c = [|Connect(\"a\")|]; try { if (flag) { throw new Exception(); } } finally { c.Dispose(); }", "Released")]
    [InlineData("var c = [|Connect(\"a\")|]; try { try { Work(); } finally { Work(); } } finally { c.Dispose(); }", "Released")]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); } finally { try { Work(); } finally { c.Dispose(); } }", "Released")]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); } finally { if (flag) { c.Dispose(); } }", "Open or Released")]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); } finally { if (flag) { c.Dispose(); } else { Work(); } }", "Open or Released")]
    [InlineData("var c = [|Connect(\"a\")|]; try { try { return; } finally { Environment.Exit(1); } } finally { c.Dispose(); }", "None")]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); } finally { while (flag) { Work(); } c.Dispose(); }", "Released")]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); } finally { Environment.Exit(1); }", "None")]
    [InlineData("while (flag) { var c = [|Connect(\"a\")|]; try { if (n == 1) { continue; } if (n == 2) { break; } } finally { c.Dispose(); } }", "Absent or Released")]
    [InlineData("while (flag) { var c = [|Connect(\"a\")|]; try { try { if (n == 1) { continue; } } finally { Work(); } } finally { c.Dispose(); } }", "Absent or Released")]
    public void AFinally_IsRunOnEachWayOut(string body, string fate)
    {
        var run = new FlowRun(body);

        Assert.Equal(fate, run.Fate);
        Assert.Equal(fate.Contains("Open", StringComparison.Ordinal) ? "Exit" : "", run.Leaks);
    }

    [Theory]
    [InlineData("ConnectionMultiplexer? c = null; try { c = [|Connect(\"a\")|]; Work(); } catch (Exception) { c?.Dispose(); throw; } c.Dispose();", "Absent or Released", "")]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); } catch (Exception) { throw; } c.Dispose();", "OpenByException or Released", "")]
    [InlineData("var c = [|Connect(\"a\")|]; try { throw new Exception(); } catch (Exception) { } c.Dispose();", "Released", "")]
    [InlineData("var c = [|Connect(\"a\")|]; try { throw new Exception(); } catch (ArgumentException) { c.Dispose(); }", "Open or Released", "Throw")]
    [InlineData("var c = [|Connect(\"a\")|]; try { throw new Exception(); } catch (ArgumentException) { } catch (Exception) { c.Dispose(); return; } c.Dispose();", "Released", "")]
    [InlineData("var c = [|Connect(\"a\")|]; try { if (flag) { throw new Exception(); } } catch (Exception) when (n == 1) { } c.Dispose();", "Open or Released", "Throw")]
    [InlineData("var c = [|Connect(\"a\")|]; try { try { throw new Exception(); } finally { c.Dispose(); } } catch (Exception) { }", "Released", "")]
    [InlineData("var c = [|Connect(\"a\")|]; try { try { throw new Exception(); } finally { Environment.Exit(1); } } catch (Exception) { Work(); }", "OpenByException", "")]
    [InlineData("throw new Failed([|Connect(\"a\")|]);", "Escaped, Argument Keeper", "")]
    [InlineData("try { throw new AggregateException((Exception)(object)[|Connect(\"a\")|]); } catch (Exception) { }", "Absent or Escaped, Argument Collection", "")]
    public void AnException_GoesToTheHandlersThatItMeets(string body, string fate, string leaks)
    {
        var run = new FlowRun(body);

        Assert.Equal(fate, run.Fate);
        Assert.Equal(leaks, run.Leaks);
    }

    [Theory]
    [InlineData("var c = [|Connect(\"a\")|]; if (Is()) { Work(); } c.Dispose();", (int)ExceptionPaths.All, "UnwrittenException")]
    [InlineData("var c = [|Connect(\"a\")|]; if (Is()) { c.Dispose(); } else { c.Dispose(); }", (int)ExceptionPaths.All, "UnwrittenException")]
    [InlineData("var c = [|Connect(\"a\")|]; if (flag) { c.Dispose(); } else { c.Dispose(); }", (int)ExceptionPaths.All, "")]
    [InlineData("var c = [|Connect(\"a\")|]; int i = n + 1; c.Dispose();", (int)ExceptionPaths.All, "")]
    [InlineData("var c = [|Connect(\"a\")|]; Take(c);", (int)ExceptionPaths.All, "")]
    [InlineData("var c = [|Connect(\"a\")|]; try { Work(); } catch (Exception) { } c.Dispose();", (int)ExceptionPaths.All, "")]
    [InlineData("var c = [|Connect(\"a\")|]; Work(); c.Dispose();", (int)ExceptionPaths.None, "")]
    [InlineData("var c = [|Connect(\"a\")|]; try { if (Is()) { flag = true; } c.Dispose(); } catch (Exception) { }", (int)ExceptionPaths.Conservative, "Swallowed")]
    public void ACallThatThrows_LeavesItOpen(string body, int paths, string leaks) => Assert.Equal(leaks, new FlowRun(body, paths: (ExceptionPaths)paths).Leaks);

    [Theory]
    [InlineData("return [|Connect(\"a\")|];", "Escaped, Return Owner", "Owner")]
    [InlineData("return [|ConnectAsync(\"a\")|];", "Escaped, Return Task", "Task")]
    [InlineData("var c = [|Connect(\"a\")|]; if (flag) { return null; } return c;", "Open or Escaped, Return Owner", "Owner")]
    [InlineData("var c = [|Connect(\"a\")|]; if (flag) { return n; } return c;", "Open or Escaped, Return Owner", ", Owner")]
    [InlineData("return [|Connect(\"a\")|].GetDatabase();", "Open, Return View", "View")]
    [InlineData("var c = [|Connect(\"a\")|]; return new Holder();", "Open", "")]
    [InlineData("yield return [|Connect(\"a\")|];", "Escaped, Return Owner", "")]
    public void WhatIsReturned_IsTheCallers(string body, string fate, string returned)
    {
        var run = new FlowRun(body);

        Assert.Equal(fate, run.Fate);
        Assert.Equal(returned, string.Join(", ", run.Returned.Select(value => string.Join(" ", value.Aliases.Select(alias => alias.Kind))).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("var b = [|db.CreateBatch()|]; var t = b.StringGetAsync(\"k\"); b.Execute(); await t;", "Released", "")]
    [InlineData("var b = [|db.CreateBatch()|]; var t = b.StringGetAsync(\"k\"); await t;", "Open", "Exit")]
    [InlineData("var b = [|db.CreateBatch()|]; if (flag) { _ = b.StringGetAsync(\"k\"); } b.Execute();", "Released", "")]
    public void ABatch_OwesItsExecute(string body, string fate, string leaks)
    {
        var run = new FlowRun(body, ResourceKind.Batch);

        Assert.Equal(fate, run.Of.ExitStatus.ToString());
        Assert.Equal(leaks, run.Leaks);
    }

    [Fact]
    public void WithNothingQueued_ABatchIsEmpty()
        => Assert.Equal(
            ObligationStatus.Empty | ObligationStatus.Released,
            new FlowRun("var b = [|db.CreateBatch()|]; bool any = false; foreach (var k in _list) { _ = b.StringGetAsync(\"k\"); any = true; } if (any) { b.Execute(); }", ResourceKind.Batch).Of.ExitStatus);

    [Theory]
    [InlineData("if ([|db.LockTake(\"k\", \"t\", default)|]) { try { Work(); } finally { db.LockRelease(\"k\", \"t\"); } }", "Absent or Released")]
    [InlineData("if (![|db.LockTake(\"k\", \"t\", default)|]) { return 1; } return 2;", "Absent or Open")]
    [InlineData("return [|db.LockTake(\"k\", \"t\", default)|];", "Absent or Escaped, Return Answer")]
    [InlineData("if ([|db.LockTake(\"k\", \"t\", default)|]) { return true; } return false;", "Absent or Escaped, Return Answer")]
    [InlineData("if ([|db.LockTake(\"k\", \"t\", default)|] && db.LockRelease(\"k\", \"t\")) { Work(); }", "Absent or Released")]
    [InlineData("if ([|db.LockTake(\"k\", \"t\", default)|]) { try { Work(); } finally { if (flag) { db.LockRelease(\"k\", \"t\"); } } }", "Absent or Released")]
    [InlineData("if ([|db.LockTake(\"k\", \"t\", default)|]) { return new Holder(); } return null;", "Absent or Escaped, Return Answer")]
    [InlineData("string? t = null; if ([|db.LockTake(\"k\", \"t\", default)|]) { t = \"t\"; } Work(); if (t != null) { db.LockRelease(\"k\", \"t\"); }", "Absent or Released or InDoubt")]
    [InlineData("if ([|db.LockTake(\"k\", \"t\", default)|]) { try { Work(); db.LockRelease(\"k\", \"t\"); } catch (Exception) { if (flag) { db.LockRelease(\"k\", \"t\"); } } }", "Absent or Released")]
    [InlineData("if ([|db.LockTake(\"k\", \"t\", default)|]) { try { Work(); db.LockRelease(\"k\", \"t\"); } catch (Exception) { db.LockRelease(\"k\", \"t\"); } }", "Absent or Released")]
    public void ALock_IsReleasedByItsKey(string body, string fate) => Assert.Equal(fate, new FlowRun(body, ResourceKind.Lock).Fate);

    [Theory]
    [InlineData("if ([|db.LockTake(\"k\", \"t\", default)|]) { Work(); db.LockRelease(\"k\", \"t\"); }", "UnwrittenException")]
    [InlineData("if ([|db.LockTake(\"k\", \"t\", default)|]) { try { flag = true; } catch (Exception) { Work(); } db.LockRelease(\"k\", \"t\"); }", "")]
    public void ACallThatThrowsUnderALock_LeavesItTaken(string body, string leaks)
        => Assert.Equal(leaks, new FlowRun(body, ResourceKind.Lock, ExceptionPaths.All).Leaks);

    [Fact]
    public void AMethodThatIsTooMuch_IsNotBelieved()
    {
        string body = string.Concat(Enumerable.Repeat("if (flag) { Work(); } ", 11_000));
        Assert.Throws<InvalidOperationException>(() => new FlowRun($"var c = [|Connect(\"a\")|]; {body}").Of);
    }

    [Fact]
    public void FinallyInFinally_IsNotRunAnewForEachWayThatLeadsThere()
    {
        string body = Enumerable.Range(0, 14).Aggregate("c.Dispose();", (inner, _) => $"try {{ Work(); }} finally {{ {inner} }}");

        Assert.Equal("Absent or Released", new FlowRun($"var c = [|Connect(\"a\")|]; {body}", paths: ExceptionPaths.All).Fate);
    }
}
