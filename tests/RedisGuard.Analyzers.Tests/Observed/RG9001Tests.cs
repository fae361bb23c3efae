using System.Globalization;
using Microsoft.CodeAnalysis;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Observed;

public class RG9001Tests
{
    private const string Escaping = """
        using System.Threading.Tasks;
        using StackExchange.Redis;

        namespace Shop
        {
            public class Connections
            {
                public static async Task<IConnectionMultiplexer> OpenAsync(string configuration)
                {
                    var options = ConfigurationOptions.Parse(configuration);
                    return await ConnectionMultiplexer.ConnectAsync(options);
                }
            }
        }
        """;

    private const string LineOfEscaping = "returnawaitConnectionMultiplexer.ConnectAsync(options);";

    [Fact]
    public async Task RecordedCall_IsReportedWithWhatWasSeen()
    {
        var found = Assert.Single(await ReportsAsync(Escaping, Entry("Shop.Connections.OpenAsync")));
        Assert.Equal(("RG9001", DiagnosticSeverity.Warning, 10), (found.Id, found.Severity, Line(found)));
        Assert.Equal(
            "The connection or subscription opened here was lost without being closed at run time: 50 times in 2 processes, last on 2026-11-28 in Tested@abc; close it, or open one and share it",
            found.GetMessage(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("src/Shop/Test0.cs")]
    [InlineData("app/Test0.cs")]
    [InlineData("_/src/Shop/Test0.cs")]
    public async Task PathOfAnotherMachine_DoesNotMatter(string path) =>
        Assert.Equal("RG9001", Assert.Single(await ReportsAsync(Escaping, Entry("Shop.Connections.OpenAsync", path: path))).Id);

    [Fact]
    public async Task MemberWithoutItsType_IsFoundInItsFile()
    {
        Assert.Equal("RG9001", Assert.Single(await ReportsAsync(Escaping, Entry("OpenAsync", path: "src/Test0.cs"))).Id);
        Assert.DoesNotContain(await ReportsAsync(Escaping, Entry("OpenAsync", path: "src/Other.cs")), static report => report.Id == "RG9001");
        Assert.DoesNotContain(await ReportsAsync(Escaping, Entry("OpenAsync")), static report => report.Id == "RG9001");
    }

    [Fact]
    public async Task AnotherFile_IsNotReported() =>
        Assert.Equal("RG9002", Assert.Single(await ReportsAsync(Escaping, Entry("Shop.Connections.OpenAsync", path: "src/Other.cs"))).Id);

    [Fact]
    public async Task MovedCode_IsFound()
    {
        var moved = Escaping.Replace("public class Connections", "// a\n// b\n// c\npublic class Connections", StringComparison.Ordinal)
            .Replace("var options", "System.Console.WriteLine();\nvar options", StringComparison.Ordinal);
        Assert.Equal(("RG9001", 14), Assert.Single(await ReportsAsync(moved, Entry("Shop.Connections.OpenAsync", line: 1))) is var found ? (found.Id, Line(found)) : default);
    }

    [Fact]
    public async Task OfSeveralCalls_TheNthIsReported()
    {
        var two = Escaping.Replace("return await", "await ConnectionMultiplexer.ConnectAsync(options).ContinueWith(t => Keep(t.Result));\nreturn await", StringComparison.Ordinal)
            .Replace("public static async", "static void Keep(IConnectionMultiplexer m) { System.GC.KeepAlive(m); }\npublic static async", StringComparison.Ordinal);
        var found = (await ReportsAsync(two, Entry("Shop.Connections.OpenAsync", nth: 2))).Where(report => report.Id == "RG9001");
        Assert.Equal(12, Line(Assert.Single(found)));
    }

    [Fact]
    public async Task TextThatIsTheSame_BeatsTheNumber() => Assert.Equal(
        "RG9001", Assert.Single(await ReportsAsync(Escaping, Entry("Shop.Connections.OpenAsync", nth: 3, text: HashOf(LineOfEscaping)))).Id);

    [Fact]
    public async Task LineThatWasChanged_IsRG9002() => Assert.Equal(
        ("RG9002", 10),
        Assert.Single(await ReportsAsync(Escaping, Entry("Shop.Connections.OpenAsync", nth: 1, text: HashOf("something else")))) is var found ? (found.Id, Line(found)) : default);

    [Fact]
    public async Task EntryThatWasNotSeenForLong_IsInfo()
    {
        var old = Entry("Shop.Connections.OpenAsync", lastSeen: "2026-10-01");
        var found = Assert.Single(await ReportsAsync(Escaping, old, Entry("Other.Member").Replace("Tested@abc", "Other@abc", StringComparison.Ordinal)));
        Assert.Equal(("RG9001", DiagnosticSeverity.Info), (found.Id, found.Severity));
    }

    [Fact]
    public async Task CallThatARuleReports_IsReportedOnceAndSaysBoth()
    {
        var leak = Escaping.Replace("return await ConnectionMultiplexer.ConnectAsync(options);", "var connection = await ConnectionMultiplexer.ConnectAsync(options);\nawait connection.GetDatabase().PingAsync();", StringComparison.Ordinal)
            .Replace("Task<IConnectionMultiplexer>", "Task", StringComparison.Ordinal);
        var bare = Assert.Single(await ReportsAsync(leak));
        var raised = Assert.Single(await ReportsAsync(leak, Entry("Shop.Connections.OpenAsync")));
        Assert.Equal(("RG1002", bare.Location.SourceSpan), (raised.Id, raised.Location.SourceSpan));
        Assert.Equal(
            bare.GetMessage(CultureInfo.InvariantCulture) + "; seen at run time: it was lost without being closed 50 times in 2 processes, last on 2026-11-28 in Tested@abc",
            raised.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal(bare.Properties, raised.Properties);
    }

    [Fact]
    public async Task MemberThatIsGone_IsSaidOnceAtTheEnd()
    {
        var found = Assert.Single(await ReportsAsync(Escaping, Entry("Shop.Gone.Member")));
        Assert.Equal(("RG9002", Location.None), (found.Id, found.Location));
    }

    [Fact]
    public async Task LambdaLocalFunctionAndInitializer_AreTheirMembers()
    {
        const string Source = """
            using System;
            using System.Threading.Tasks;
            using StackExchange.Redis;

            public class Outer
            {
                public static readonly Func<string, Task<ConnectionMultiplexer>> Open = c => ConnectionMultiplexer.ConnectAsync(c);
                public class Inner<T>
                {
                    public Func<Task<ConnectionMultiplexer>> Get => () => ConnectionMultiplexer.ConnectAsync("localhost,name=" + typeof(T));
                }
            }
            """;
        var found = await ReportsAsync(Source, Entry("Outer..cctor", nth: 1, line: 7), Entry("Outer.Inner.get_Get", nth: 1));
        Assert.Equal([6, 9], found.Where(report => report.Id == "RG9001").Select(Line).Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"version\": 2, \"leaks\": []}")]
    [InlineData("{\"version\": 1, \"leaks\": [1, null, {}, {\"member\": 3}]}")]
    [InlineData("{\"version\": 1, \"leaks\": [[[[[[[[[[[[[[[[[[[[[[[[")]
    public async Task FileThatIsNotOne_IsIgnored(string file) =>
        Assert.Empty(await Analysis.RunAsync(Compile(Escaping), AllAnalyzers.Create(), TestContext.Current.CancellationToken, file));

    private static string HashOf(string bare) => "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(bare)))[..16];

    private static string Entry(string member, int nth = 0, int line = 11, string? text = null, string path = "", string lastSeen = "2026-11-28") => $$"""
        { "kind": "connection", "verdict": "leaked", "member": "{{member}}", "call": "ConnectionMultiplexer.ConnectAsync", "nth": {{nth}}, "line": {{line}},
          {{(text is null ? "" : $"\"text\": \"{text}\",")}} {{(path.Length == 0 ? "" : $"\"path\": \"{path}\",")}}
          "count": 50, "processes": 2, "firstSeen": "2026-11-02", "lastSeen": "{{lastSeen}}", "builds": ["Tested@abc"], "unknown": { "a": [1.5e3, true, false, null, "\u00e4\n"] } }
        """;

    private static int Line(Diagnostic report) => report.Location.GetLineSpan().StartLinePosition.Line;

    private static Microsoft.CodeAnalysis.CSharp.CSharpCompilation Compile(string source) => Analysis.Compile(source, new TestSetup(), Library.Tested[^1]);

    private static async Task<IReadOnlyList<Diagnostic>> ReportsAsync(string source, params string[] entries) => await Analysis.RunAsync(
        Compile(source),
        AllAnalyzers.Create(),
        TestContext.Current.CancellationToken,
        entries.Length == 0 ? null : $"{{ \"version\": 1, \"leaks\": [{string.Join(',', entries)}] }}");
}
