using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1002 where several connections are in one value: an array, a collection expression, a tuple, the first of several tasks.</summary>
public class RG1002CollectionTests
{
    [Theory]
    [InlineData("foreach (var c in new[] { {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}, {|RG1002:ConnectionMultiplexer.Connect(\"b\")|} }) { Look(c); }")]
    [InlineData("ConnectionMultiplexer[] all = [{|RG1002:ConnectionMultiplexer.Connect(\"a\")|}, {|RG1002:ConnectionMultiplexer.Connect(\"b\")|}]; Console.WriteLine(all.Length);")]
    [InlineData("List<ConnectionMultiplexer> all = [await {|RG1002:ConnectionMultiplexer.ConnectAsync(\"a\")|}]; Console.WriteLine(all.Count);")]
    [InlineData("var pair = (Connection: {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}, Number: 1); Console.WriteLine(pair.Number);")]
    [InlineData("await Task.WhenAll([{|RG1002:ConnectionMultiplexer.ConnectAsync(\"a\")|}, {|RG1002:ConnectionMultiplexer.ConnectAsync(\"b\")|}]);")]
    [InlineData("var list = new List<ConnectionMultiplexer> { {|RG1002:ConnectionMultiplexer.Connect(\"a\")|} };")]
    [InlineData("var list = new List<ConnectionMultiplexer>(); for (var i = 0; i < 4; i++) { list.Add({|RG1002:ConnectionMultiplexer.Connect(\"a\")|}); } Look(list[0]);")]
    [InlineData("var array = new ConnectionMultiplexer[4]; array[0] = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; Look(array[0]);")]
    [InlineData("var map = new Dictionary<string, ConnectionMultiplexer> { [\"a\"] = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|} };")]
    [InlineData("var map = new Dictionary<string, ConnectionMultiplexer>(); map[\"a\"] = {|RG1002:ConnectionMultiplexer.Connect(\"a\")|}; foreach (var (_, c) in map) { Look(c); }")]
    [InlineData("var map = new ConcurrentDictionary<string, ConnectionMultiplexer>(); map.TryAdd(\"a\", {|RG1002:ConnectionMultiplexer.Connect(\"a\")|});")]
    [InlineData("var lists = new List<ConnectionMultiplexer[]>(); lists.Add(new[] { {|RG1002:ConnectionMultiplexer.Connect(\"a\")|} });")]
    public Task Dropped_IsReported(string statements) => AllRules.VerifyMethodAsync(statements);

    [Theory]
    [InlineData("foreach (var c in new[] { {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}, {|RG1001:ConnectionMultiplexer.Connect(\"b\")|} }) { Look(c); c.Dispose(); }")]
    [InlineData("ConnectionMultiplexer[] all = [{|RG1001:ConnectionMultiplexer.Connect(\"a\")|}]; Array.ForEach(all, c => c.Dispose());")]
    [InlineData("List<ConnectionMultiplexer> all = [ConnectionMultiplexer.Connect(\"a\")]; all.ForEach(c => c.Dispose());")]
    [InlineData("var all = new List<ConnectionMultiplexer> { {|RG1001:ConnectionMultiplexer.Connect(\"a\")|} }; foreach (var c in all) { c.Dispose(); }")]
    [InlineData("var all = new[] { {|RG1001:ConnectionMultiplexer.Connect(\"a\")|} }; for (int i = 0; i < all.Length; i++) { all[i].Dispose(); }")]
    [InlineData("var all = new[] { {|RG1001:ConnectionMultiplexer.Connect(\"a\")|} }; CloseAll(all); static void CloseAll(IEnumerable<ConnectionMultiplexer> given) { foreach (var one in given) { one.Dispose(); } }")]
    [InlineData("var all = new[] { ConnectionMultiplexer.Connect(\"a\") }; all.ToList().ForEach(c => c.Dispose());")]
    [InlineData("var pair = ({|RG1001:ConnectionMultiplexer.Connect(\"a\")|}, 1); pair.Item1.Dispose();")]
    [InlineData("var lists = new List<ConnectionMultiplexer[]>(); lists.Add([ConnectionMultiplexer.Connect(\"a\")]); lists.ForEach(list => list[0].Dispose());")]
    [InlineData("var lists = new List<ConnectionMultiplexer[]>(); lists.Add(new[] { ConnectionMultiplexer.Connect(\"a\") }); lists.ForEach(list => list[0].Dispose());")]
    public Task ClosedOrKept_IsSilentOfThisRule(string statements)
        => AllRules.VerifyMethodAsync(statements);

    [Theory]
    [InlineData("public ConnectionMultiplexer[] Open() => [ConnectionMultiplexer.Connect(\"a\")];")]
    [InlineData("public IConnectionMultiplexer[] Open() => new IConnectionMultiplexer[] { ConnectionMultiplexer.Connect(\"a\") };")]
    [InlineData("public (ConnectionMultiplexer Connection, bool IsShared) Open() => (ConnectionMultiplexer.Connect(\"a\"), false);")]
    public Task Returned_IsSilent(string member) => AllRules.VerifyAsync($"using StackExchange.Redis;\nclass C {{ {member} }}");

    [Fact]
    public Task ViewsInATuple_LoseTheConnection() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class C
        {
            public (IServer, IDatabase) Open()
            {
                var connection = {|RG1002:ConnectionMultiplexer.Connect("a")|};
                return (connection.GetServer("a", 6379), connection.GetDatabase());
            }
        }
        """);

    [Theory]
    [InlineData("var first = await Task.WhenAny({|RG1002:ConnectionMultiplexer.ConnectAsync(\"a\")|}, {|RG1002:ConnectionMultiplexer.ConnectAsync(\"b\")|}); await using var c = await first; Look(c);")]
    [InlineData("var one = {|RG1002:ConnectionMultiplexer.ConnectAsync(\"a\")|}; var two = {|RG1002:ConnectionMultiplexer.ConnectAsync(\"b\")|}; using var c = await await Task.WhenAny(one, two).WaitAsync(token); Look(c);")]
    [InlineData("var all = new[] { {|RG1002:ConnectionMultiplexer.ConnectAsync(\"a\")|}, {|RG1002:ConnectionMultiplexer.ConnectAsync(\"b\")|} }; var c = (await Task.WhenAny(all)).Result; c.Dispose();")]
    public Task LoserOfARace_IsReported(string statements) => AllRules.VerifyMethodAsync(statements);

    [Theory]
    [InlineData("var one = ConnectionMultiplexer.ConnectAsync(\"a\"); var two = ConnectionMultiplexer.ConnectAsync(\"b\"); var first = await Task.WhenAny(one, two); _ = (first == one ? two : one).ContinueWith(t => t.Result.Dispose()); using var c = await first;")]
    [InlineData("var all = new[] { ConnectionMultiplexer.ConnectAsync(\"a\"), ConnectionMultiplexer.ConnectAsync(\"b\") }; var first = await Task.WhenAny(all); foreach (var t in all) { if (t != first) { (await t).Dispose(); } } Keep(await first);")]
    [InlineData("var all = new[] { ConnectionMultiplexer.ConnectAsync(\"a\"), ConnectionMultiplexer.ConnectAsync(\"b\") }; var first = await Task.WhenAny(all); foreach (var t in all.Where(t => t != first)) { _ = t.ContinueWith(x => x.Result.Dispose()); } Keep(await first);")]
    public Task LoserThatIsLookedAfter_IsSilent(string statements) => AllRules.VerifyMethodAsync(statements);

    [Fact]
    public Task Message_OfALoser() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class C
        {
            public async Task<IConnectionMultiplexer> OpenAsync()
                => await await Task.WhenAny({|#0:ConnectionMultiplexer.ConnectAsync("a")|}, {|#1:ConnectionMultiplexer.ConnectAsync("b")|});
        }
        """,
        setup: null,
        Loser(0),
        Loser(1));

    private static DiagnosticResult Loser(int place)
        => new DiagnosticResult("RG1002", DiagnosticSeverity.Warning).WithLocation(place).WithMessage(
            "The connection opened by 'ConnectionMultiplexer.ConnectAsync' is left open when another one is there first; open one connection, share it, and let its owner close it");
}
