using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Hazards;

/// <summary>RG4002, Script text is generated.</summary>
public class RG4002Tests
{
    [Theory]
    [InlineData("""{|RG4002:db.ScriptEvaluate($"return redis.call('get', '{id}')")|};""")]
    [InlineData("""{|RG4002:db.ScriptEvaluate($"return {number}")|};""")]
    [InlineData("""{|RG4002:db.ScriptEvaluate("return redis.call('get', '" + id + "')")|};""")]
    [InlineData("""{|RG4002:db.ScriptEvaluate(string.Format("return redis.call('get', '{0}')", id))|};""")]
    [InlineData("""{|RG4002:db.ScriptEvaluate(string.Concat("return ", id))|};""")]
    [InlineData("""{|RG4002:db.ScriptEvaluate(Template.Replace("@key", id))|};""")]
    [InlineData("""{|RG4002:db.ScriptEvaluate(Template.Replace("@key", id).Trim())|};""")]
    [InlineData("""await {|RG4002:db.ScriptEvaluateAsync($"return {number}", new RedisKey[] { "k" })|};""")]
    [InlineData("""{|RG4002:db.ScriptEvaluateReadOnly($"return {number}")|};""")]
    [InlineData("""{|RG4002:server.ScriptLoad($"return {number}")|};""")]
    [InlineData("""var prepared = {|RG4002:LuaScript.Prepare($"return {number}")|}; prepared.Evaluate(db);""")]
    [InlineData("""db.ScriptEvaluate({|RG4002:LuaScript.Prepare("return " + number)|});""")]
    [InlineData("""var local = $"return {number}"; {|RG4002:db.ScriptEvaluate(local)|};""")]
    [InlineData("""var local = "return "; local += id; {|RG4002:db.ScriptEvaluate(local)|};""")]
    [InlineData("""var local = "return "; local = local + id; {|RG4002:db.ScriptEvaluate(local)|};""")]
    [InlineData("""var builder = new StringBuilder("return "); builder.Append(id); {|RG4002:db.ScriptEvaluate(builder.ToString())|};""")]
    [InlineData("""var builder = new StringBuilder(); builder.Append("return ").Append(id); {|RG4002:db.ScriptEvaluate(builder.ToString())|};""")]
    [InlineData("""{|RG4002:db.ScriptEvaluate(new StringBuilder("return '").Append(id).Append("'").ToString())|};""")]
    [InlineData("""var text = new StringBuilder().Append("return ").Append(number).ToString(); {|RG4002:db.ScriptEvaluate(text)|};""")]
    [InlineData("""var builder = new StringBuilder($"local k = '{id}'"); builder.Append(" return k"); {|RG4002:db.ScriptEvaluate(builder.ToString())|};""")]
    [InlineData("""var builder = new StringBuilder(); for (int i = 0; i < number; i++) { builder.Append("redis.call('del', KEYS[").Append(i).Append("])"); } {|RG4002:db.ScriptEvaluate(builder.ToString())|};""")]
    [InlineData("""var text = id.ToUpperInvariant(); {|RG4002:db.ScriptEvaluate($"return '{text}'")|};""")]
    [InlineData("""{|RG4002:db.ScriptEvaluate($"return '{Guid.NewGuid()}'")|};""")]
    [InlineData("""{|RG4002:db.ScriptEvaluate($"return {DateTime.UtcNow.Ticks}")|};""")]
    [InlineData("""{|RG4002:db.ScriptEvaluate(Build(id))|};""")]
    [InlineData("""foreach (var key in keys) { {|RG4002:db.ScriptEvaluate($"return redis.call('get', '{key}')")|}; }""")]
    [InlineData("""{|RG4002:db.ScriptEvaluate(flag ? $"return {number}" : "return 0")|};""")]
    [InlineData("""{|RG4002:db.ScriptEvaluate($"return {number}", flags: CommandFlags.PreferReplica)|};""")]
    public Task GeneratedText_IsReported(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("""db.ScriptEvaluate("return redis.call('get', KEYS[1])", new RedisKey[] { id });""")]
    [InlineData("""db.ScriptEvaluate($"return redis.call('get', '{Prefix}')");""")]
    [InlineData("""db.ScriptEvaluate("return " + Prefix + nameof(Service));""")]
    [InlineData("""db.ScriptEvaluate($"return redis.call('get', '{s_prefix}')");""")]
    [InlineData("""db.ScriptEvaluate($"return redis.call('get', '{_prefix}')");""")]
    [InlineData("""db.ScriptEvaluate(s_script);""")]
    [InlineData("""db.ScriptEvaluate(id);""")]
    [InlineData("""db.ScriptEvaluate(File.ReadAllText("script.lua"));""")]
    [InlineData("""db.ScriptEvaluate(Load(id));""")]
    [InlineData("""db.ScriptEvaluate($"return {(flag ? 1 : 0)}");""")]
    [InlineData("""db.ScriptEvaluate($"return {flag}");""")]
    [InlineData("""db.ScriptEvaluate($"return {CommandFlags.None}");""")]
    [InlineData("""var order = flag ? "ASC" : "DESC"; db.ScriptEvaluate($"return '{order}'");""")]
    [InlineData("""db.ScriptEvaluate(flag ? "return 1" : "return 0");""")]
    [InlineData("""db.ScriptEvaluate($"return {number}", flags: CommandFlags.NoScriptCache);""")]
    [InlineData("""db.ScriptEvaluate($"return {number}", flags: CommandFlags.NoScriptCache | CommandFlags.DemandMaster);""")]
    [InlineData("""db.ScriptEvaluate($"return {number}", flags: flags);""")]
    [InlineData("""var builder = new StringBuilder("return "); builder.Append(1); db.ScriptEvaluate(builder.ToString());""")]
    [InlineData("""db.ScriptEvaluate(new StringBuilder(number).Append("return ").Append(Prefix).ToString());""")]
    [InlineData("""db.ScriptEvaluate(Prelude + script);""")]
    [InlineData("""db.ScriptEvaluate(new byte[20], new RedisKey[] { id });""")]
    [InlineData("""db.ScriptEvaluate(s_prepared, new { key = (RedisKey)id });""")]
    public Task ConstantText_IsSilent(string statement) => VerifyAsync(statement);

    [Fact]
    public Task TextBuiltOnce_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Scripts
        {
            private static readonly LuaScript s_script = LuaScript.Prepare($"return '{Environment.MachineName}'");
            private static readonly Lazy<LuaScript> s_lazy = new(() => LuaScript.Prepare($"return '{Guid.NewGuid()}'"));
            private readonly LuaScript _script;

            public Scripts(string prefix) => _script = LuaScript.Prepare($"return '{prefix}'");

            public void Run(IDatabase db) => db.ScriptEvaluate(db.IsConnected("k") ? _script : s_script ?? s_lazy.Value);
        }
        """);

    [Fact]
    public Task Resp_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Scripts
        {
            public void Run(IDatabase db, int number)
            {
                using var reply = {|RG4002:db.ScriptEvaluateResp($"return {number}", new RedisKey[0], new RedisValue[0])|};
            }
        }
        """,
        new() { Libraries = [Library.Newest] });

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        Source("""{|#0:db.ScriptEvaluate($"return {number}")|};"""),
        setup: null,
        new DiagnosticResult("RG4002", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "The script text given to 'IDatabase.ScriptEvaluate' is generated, and each new text stays in the script caches of the client and the server; pass what varies in KEYS and ARGV"));

    [Fact]
    public Task TestCode_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        using Xunit;

        public class Tests
        {
            [Theory]
            public void Evaluates(IDatabase db, int number) => db.ScriptEvaluate($"return {number}");
        }
        """,
        new() { TestFramework = TestFramework.Xunit });

    [Fact]
    public Task LookAlike_IsSilent() => AllRules.VerifyAsync(
        """
        class Engine
        {
            public void ScriptEvaluate(string script) => Console.WriteLine(script);
            public void M(int number) => ScriptEvaluate($"return {number}");
        }
        """);

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync(
        """
        class Engine
        {
            public void ScriptEvaluate(string script) => Console.WriteLine(script);
            public void M(int number) => ScriptEvaluate($"return {number}");
        }
        """);

    [Fact]
    public Task UnfinishedCode_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        class C { void M(IDatabase db) { var a = a + b; var b = b + a; db.ScriptEvaluate(a); db.ScriptEvaluate($"{
        """,
        new() { Broken = true });

    private static Task VerifyAsync(string statement) => AllRules.VerifyAsync(Source(statement));

    private static string Source(string statement) =>
        $$"""
        using System.Text;
        using StackExchange.Redis;

        class Service
        {
            private const string Prefix = "p:";
            private const string Prelude = "local x = 1 ";
            private const string Template = "return redis.call('get', '@key')";
            private static readonly string s_prefix = Environment.MachineName;
            private static readonly string s_script = $"return '{Environment.MachineName}'";
            private static readonly LuaScript s_prepared = LuaScript.Prepare("return @key");
            private readonly string _prefix;

            public Service(string prefix) => _prefix = prefix;

            private static string Build(string id) => $"return redis.call('get', '{id}')";

            private static string Load(string name)
            {
                using var reader = new StreamReader(name);
                return reader.ReadToEnd();
            }

            public async Task M(IDatabase db, IServer server, string id, int number, bool flag, CommandFlags flags, string[] keys, string script)
            {
                await Task.Yield();
                {{statement}}
            }

            public override string ToString() => Prelude + Template + s_script + s_prefix + _prefix + s_prepared;
        }
        """;
}
