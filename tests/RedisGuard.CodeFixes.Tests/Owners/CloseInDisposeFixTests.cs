using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Owners;

/// <summary>An owner that can be disposed closes its connection then.</summary>
public class CloseInDisposeFixTests
{
    private const string Filled = "private readonly IConnectionMultiplexer {|RG1003:_redis = ConnectionMultiplexer.Connect(\"a\")|};";
    private const string Silent = "private readonly IConnectionMultiplexer _redis = ConnectionMultiplexer.Connect(\"a\");";

    [Theory]
    [InlineData(
        "public void Dispose()\n{\n    _log.Dispose();\n}",
        "public void Dispose()\n{\n    _log.Dispose();\n    _redis.Dispose();\n}")]
    [InlineData(
        "public void Dispose() => _log.Dispose();",
        "public void Dispose()\n{\n    _log.Dispose();\n    _redis.Dispose();\n}")]
    [InlineData(
        "void IDisposable.Dispose()\n{\n    // Nothing yet.\n}",
        "void IDisposable.Dispose()\n{\n    _redis.Dispose();\n    // Nothing yet.\n}")]
    [InlineData(
        "public void Dispose() { _log.Dispose(); }",
        "public void Dispose() { _log.Dispose(); _redis.Dispose(); }")]
    [InlineData(
        "public void Dispose()\n{\n    _log.Dispose();\n    GC.SuppressFinalize(this);\n}",
        "public void Dispose()\n{\n    _log.Dispose();\n    _redis.Dispose();\n    GC.SuppressFinalize(this);\n}")]
    [InlineData(
        "public void Dispose()\n{\n    Dispose(true);\n    GC.SuppressFinalize(this);\n}\n\nprotected virtual void Dispose(bool disposing)\n{\n    if (disposing)\n    {\n        _log.Dispose();\n    }\n}",
        "public void Dispose()\n{\n    Dispose(true);\n    GC.SuppressFinalize(this);\n}\n\nprotected virtual void Dispose(bool disposing)\n{\n    if (disposing)\n    {\n        _log.Dispose();\n        _redis.Dispose();\n    }\n}")]
    [InlineData(
        "public void Dispose()\n{\n    Dispose(true);\n    GC.SuppressFinalize(this);\n}\n\nprotected virtual void Dispose(bool managed)\n{\n    _log.Flush();\n}",
        "public void Dispose()\n{\n    Dispose(true);\n    GC.SuppressFinalize(this);\n}\n\nprotected virtual void Dispose(bool managed)\n{\n    _log.Flush();\n    if (managed)\n    {\n        _redis.Dispose();\n    }\n}")]
    public Task OwnDispose_ClosesIt(string before, string after) =>
        RealRules<CloseInDisposeFixProvider>.VerifyAsync(Store("IDisposable", Filled, before), Store("IDisposable", Silent, after));

    [Theory]
    [InlineData(
        "public async ValueTask DisposeAsync()\n{\n    await _log.DisposeAsync();\n}",
        "public async ValueTask DisposeAsync()\n{\n    await _log.DisposeAsync();\n    await _redis.DisposeAsync().ConfigureAwait(false);\n}")]
    [InlineData(
        "public async ValueTask DisposeAsync() => await _log.DisposeAsync();",
        "public async ValueTask DisposeAsync()\n{\n    await _log.DisposeAsync();\n    await _redis.DisposeAsync().ConfigureAwait(false);\n}")]
    [InlineData(
        "public ValueTask DisposeAsync() => _log.DisposeAsync();",
        "public ValueTask DisposeAsync()\n{\n    _redis.Dispose();\n    return _log.DisposeAsync();\n}")]
    public Task OwnDisposeAsync_ClosesIt(string before, string after) =>
        RealRules<CloseInDisposeFixProvider>.VerifyAsync(Store("IAsyncDisposable", Filled, before), Store("IAsyncDisposable", Silent, after));

    [Fact]
    public Task BothWays_CloseIt() => RealRules<CloseInDisposeFixProvider>.VerifyAsync(
        Store("IDisposable, IAsyncDisposable", Filled, "public void Dispose() => _log.Dispose();\n\npublic async ValueTask DisposeAsync()\n{\n    await _log.DisposeAsync();\n}"),
        Store("IDisposable, IAsyncDisposable", Silent, "public void Dispose()\n{\n    _log.Dispose();\n    _redis.Dispose();\n}\n\npublic async ValueTask DisposeAsync()\n{\n    await _log.DisposeAsync();\n    await _redis.DisposeAsync().ConfigureAwait(false);\n}"));

    [Fact]
    public Task DisposePatternOfBothKinds_ClosesInBoth() => RealRules<CloseInDisposeFixProvider>.VerifyAsync(
        Store(
            "IDisposable, IAsyncDisposable",
            Filled,
            "public void Dispose() => Dispose(true);\n\npublic async ValueTask DisposeAsync()\n{\n    await DisposeAsyncCore();\n    Dispose(false);\n}\n\nprotected virtual void Dispose(bool disposing)\n{\n    if (disposing) { _log.Dispose(); }\n}\n\nprotected virtual ValueTask DisposeAsyncCore() => _log.DisposeAsync();"),
        Store(
            "IDisposable, IAsyncDisposable",
            Silent,
            "public void Dispose() => Dispose(true);\n\npublic async ValueTask DisposeAsync()\n{\n    await DisposeAsyncCore();\n    Dispose(false);\n}\n\nprotected virtual void Dispose(bool disposing)\n{\n    if (disposing) { _log.Dispose(); _redis.Dispose(); }\n}\n\nprotected virtual ValueTask DisposeAsyncCore()\n{\n    _redis.Dispose();\n    return _log.DisposeAsync();\n}"));

    [Theory]
    [InlineData("\r\n", "    ")]
    [InlineData("\n", "\t")]
    public Task LineEndsAndTabs_AreTheFilesOwn(string lineEnd, string step)
    {
        const string field = "private readonly Lazy<ConnectionMultiplexer> _redis = new(() => {0});";
        string before = Store("IDisposable", field.Replace("{0}", "{|RG1003:ConnectionMultiplexer.Connect(\"a\")|}", StringComparison.Ordinal), "public void Dispose() => _log.Dispose();");
        string after = Store("IDisposable", field.Replace("{0}", "ConnectionMultiplexer.Connect(\"a\")", StringComparison.Ordinal), "public void Dispose()\n{\n    _log.Dispose();\n    if (_redis.IsValueCreated)\n    {\n        _redis.Value.Dispose();\n    }\n}");
        return RealRules<CloseInDisposeFixProvider>.VerifyAsync(InFormOf(before), InFormOf(after));

        string InFormOf(string source) => source.Replace("    ", step, StringComparison.Ordinal).Replace("\n", lineEnd, StringComparison.Ordinal);
    }

    [Fact]
    public Task HalfOfTheDisposalInAnotherFile_IsNotOffered() => RealRules<CloseInDisposeFixProvider>.VerifyNotOfferedAsync(
        """
        using StackExchange.Redis;

        partial class Store : IAsyncDisposable
        {
            private readonly ConnectionMultiplexer {|RG1003:_redis = ConnectionMultiplexer.Connect("a")|};

            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
            }
        }
        """,
        new() { Files = [("Store.Dispose.cs", "using System; partial class Store : IDisposable { public void Dispose() { Console.WriteLine(); } }")] });

    [Fact]
    public Task DisposeInAnotherFile_IsNotOffered() => RealRules<CloseInDisposeFixProvider>.VerifyNotOfferedAsync(
        """
        using StackExchange.Redis;

        partial class Store
        {
            private readonly ConnectionMultiplexer {|RG1003:_redis = ConnectionMultiplexer.Connect("a")|};
        }
        """,
        new() { Files = [("Store.Dispose.cs", "using System; partial class Store : IDisposable { public void Dispose() { Console.WriteLine(); } }")] });

    [Fact]
    public Task DisposeInAnotherPart_ClosesIt() => RealRules<CloseInDisposeFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        partial class Store
        {
            private readonly ConnectionMultiplexer {|RG1003:_redis = ConnectionMultiplexer.Connect("a")|};
        }

        partial class Store : IDisposable
        {
            public void Dispose()
            {
            }
        }
        """,
        """
        using StackExchange.Redis;

        partial class Store
        {
            private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect("a");
        }

        partial class Store : IDisposable
        {
            public void Dispose()
            {
                _redis.Dispose();
            }
        }
        """);

    [Fact]
    public Task AsyncThatCallsDispose_IsLeftAlone() => RealRules<CloseInDisposeFixProvider>.VerifyAsync(
        Store("IDisposable, IAsyncDisposable", Filled, "public void Dispose()\n{\n    _log.Dispose();\n}\n\npublic ValueTask DisposeAsync()\n{\n    Dispose();\n    return default;\n}"),
        Store("IDisposable, IAsyncDisposable", Silent, "public void Dispose()\n{\n    _log.Dispose();\n    _redis.Dispose();\n}\n\npublic ValueTask DisposeAsync()\n{\n    Dispose();\n    return default;\n}"));

    [Theory]
    [InlineData(
        "private ConnectionMultiplexer? _redis;\n\npublic void Open(string cs) => _redis = {|RG1003:ConnectionMultiplexer.Connect(cs)|};",
        "private ConnectionMultiplexer? _redis;\n\npublic void Open(string cs) => _redis = ConnectionMultiplexer.Connect(cs);",
        "    _redis?.Dispose();\n")]
    [InlineData(
        "private ConnectionMultiplexer Redis { get; } = {|RG1003:ConnectionMultiplexer.Connect(\"a\")|};",
        "private ConnectionMultiplexer Redis { get; } = ConnectionMultiplexer.Connect(\"a\");",
        "    Redis.Dispose();\n")]
    [InlineData(
        "private readonly Lazy<ConnectionMultiplexer> _redis = new(() => {|RG1003:ConnectionMultiplexer.Connect(\"a\")|});",
        "private readonly Lazy<ConnectionMultiplexer> _redis = new(() => ConnectionMultiplexer.Connect(\"a\"));",
        "    if (_redis.IsValueCreated)\n    {\n        _redis.Value.Dispose();\n    }\n")]
    [InlineData(
        "private readonly IDatabase _db;\n\npublic Store()\n{\n    var redis = {|RG1003:ConnectionMultiplexer.Connect(\"a\")|};\n    _db = redis.GetDatabase();\n}",
        "private readonly IDatabase _db;\n\npublic Store()\n{\n    var redis = ConnectionMultiplexer.Connect(\"a\");\n    _db = redis.GetDatabase();\n}",
        "    _db.Multiplexer.Dispose();\n")]
    public Task WhateverKeepsIt_IsClosed(string before, string after, string closing)
    {
        bool marksProperty = before.Contains("Redis { get; }", StringComparison.Ordinal);
        before = marksProperty ? "private ConnectionMultiplexer {|RG1003:Redis { get; } = ConnectionMultiplexer.Connect(\"a\")|};" : before;
        return RealRules<CloseInDisposeFixProvider>.VerifyAsync(
            Store("IDisposable", before, "public void Dispose()\n{\n    _log.Dispose();\n}"),
            Store("IDisposable", after, "public void Dispose()\n{\n    _log.Dispose();\n" + closing + "}"));
    }

    [Fact]
    public Task BaseDispose_IsOverridden() => RealRules<CloseInDisposeFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class RedisStream : MemoryStream
        {
            private readonly ConnectionMultiplexer {|RG1003:_redis = ConnectionMultiplexer.Connect("a")|};

            public void Ping() => _redis.GetDatabase().Ping();
        }
        """,
        """
        using StackExchange.Redis;

        sealed class RedisStream : MemoryStream
        {
            private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect("a");

            public void Ping() => _redis.GetDatabase().Ping();

            protected override void Dispose(bool disposing)
            {
                if (disposing)
                {
                    _redis.Dispose();
                }

                base.Dispose(disposing);
            }
        }
        """);

    [Fact]
    public Task SeveralConnections_AllAreClosed() => RealRules<CloseInDisposeFixProvider>.VerifyAsync(
        Store("IDisposable", "private readonly ConnectionMultiplexer {|RG1003:_one = ConnectionMultiplexer.Connect(\"a\")|};\nprivate readonly ConnectionMultiplexer {|RG1003:_two = ConnectionMultiplexer.Connect(\"b\")|};", "public void Dispose() => _log.Dispose();"),
        Store("IDisposable", "private readonly ConnectionMultiplexer _one = ConnectionMultiplexer.Connect(\"a\");\nprivate readonly ConnectionMultiplexer _two = ConnectionMultiplexer.Connect(\"b\");", "public void Dispose()\n{\n    _log.Dispose();\n    _one.Dispose();\n    _two.Dispose();\n}"));

    /// <summary>In an editor: what its own code proves of an owner is reported where the field is looked at, so that the light bulb shows.</summary>
    [Fact]
    public Task FieldThatIsFilledFromTheStart_IsFixedWhileTyping() => FixVerifier<CloseInDisposeFixProvider>.VerifyAsync(
        Store("IDisposable", "private readonly ConnectionMultiplexer {|RG1003:_redis = ConnectionMultiplexer.Connect(\"a\")|};", "public void Dispose() => _log.Dispose();"),
        Store("IDisposable", "private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect(\"a\");", "public void Dispose()\n{\n    _log.Dispose();\n    _redis.Dispose();\n}"),
        new() { Analyzers = AllAnalyzers.Create() });

    [Theory]
    [InlineData("private readonly Task<ConnectionMultiplexer> _task = {|RG1003:ConnectionMultiplexer.ConnectAsync(\"a\")|};", "public void Dispose() => _log.Dispose();")]
    [InlineData(Filled, "public void Dispose() => throw new NotSupportedException(_log.ToString());")]
    [InlineData(Filled, "public void Dispose() { var _redis = _log; _redis.Flush(); }")]
    public Task NoPlaceOrNoForm_IsNotOffered(string field, string dispose)
    {
        field = field.Contains("Task<", StringComparison.Ordinal) ? "private readonly Task<ConnectionMultiplexer> {|RG1003:_task = ConnectionMultiplexer.ConnectAsync(\"a\")|};" : field;
        return RealRules<CloseInDisposeFixProvider>.VerifyNotOfferedAsync(Store("IDisposable", field, dispose));
    }

    private static string Store(string interfaces, string field, string dispose) => $$"""
        using StackExchange.Redis;

        class Store : {{interfaces}}
        {
            private readonly StringWriter _log = new();
        {{Indented(field)}}

        {{Indented(dispose)}}
        }
        """;

    private static string Indented(string lines) =>
        string.Join('\n', lines.Split('\n').Select(line => line.Length == 0 ? line : "    " + line));
}
