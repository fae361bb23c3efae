using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Secrets;

/// <summary>RG5003, Password written to a log.</summary>
public class RG5003Tests
{
    [Theory]
    [InlineData("""logger.LogInformation({|RG5003:options.ToString()|});""")]
    [InlineData("""logger.LogInformation("Connecting with {Options}", {|RG5003:options|});""")]
    [InlineData("""logger.LogInformation("Connecting with {Options}", {|RG5003:options.ToString()|});""")]
    [InlineData("""logger.LogError(new Exception("x"), $"Connecting with {{|RG5003:options|}}");""")]
    [InlineData("""logger.LogInformation("Connecting with " + {|RG5003:options|});""")]
    [InlineData("""logger.LogInformation("Connected to {Configuration}", {|RG5003:redis.Configuration|});""")]
    [InlineData("""logger.LogInformation($"Connected to {{|RG5003:connection.Configuration|}}");""")]
    [InlineData("""logger.LogInformation({|RG5003:db.Multiplexer.Configuration|});""")]
    [InlineData("""logger.LogInformation({|RG5003:options.ToString(true)|});""")]
    [InlineData("""logger.LogInformation({|RG5003:options.ToString(includePassword: true)|});""")]
    [InlineData("""Console.WriteLine({|RG5003:options|});""")]
    [InlineData("""Console.WriteLine("{0}", {|RG5003:options|});""")]
    [InlineData("""Console.Error.WriteLine({|RG5003:redis.Configuration|});""")]
    [InlineData("""Trace.WriteLine({|RG5003:redis.Configuration|});""")]
    [InlineData("""Debug.WriteLine($"{{|RG5003:options|}}");""")]
    [InlineData("""var text = options.ToString(); logger.LogDebug({|RG5003:text|});""")]
    [InlineData("""var text = $"with {options}"; logger.LogDebug({|RG5003:text|});""")]
    [InlineData("""logger.LogDebug(string.Format("with {0}", {|RG5003:options|}));""")]
    [InlineData("""using (logger.BeginScope({|RG5003:options|})) { }""")]
    [InlineData("""Log({|RG5003:redis.Configuration|});""")]
    [InlineData("""throw new InvalidOperationException($"Can't connect with {{|RG5003:options|}}");""")]
    [InlineData("""throw new InvalidOperationException("Can't connect to " + {|RG5003:redis.Configuration|});""")]
    [InlineData("""var parsed = ConfigurationOptions.Parse(cs); Console.WriteLine({|RG5003:parsed|});""")]
    [InlineData("""var copy = options.Clone(); copy.Password = cs.Length > 3 ? cs : "***"; Console.WriteLine({|RG5003:copy|});""")]
    [InlineData("""var made = new ConfigurationOptions(); made.Password = cs; Console.WriteLine({|RG5003:made|});""")]
    [InlineData("""var text = "with "; text += options; Console.WriteLine({|RG5003:text|});""")]
    [InlineData("""var text = new System.Text.StringBuilder("with "); text.Append(options); Console.WriteLine({|RG5003:text.ToString()|});""")]
    [InlineData("""logger.LogInformation("Using {Text}", {|RG5003:Text|});""")]
    [InlineData("""logger.LogInformation("Using {Text}", {|RG5003:About|});""")]
    [InlineData("""Console.WriteLine({|RG5003:this.Text|});""")]
    [InlineData("""logger.LogInformation("Using {Text}", {|RG5003:Describe(options)|});""")]
    [InlineData("""s_connecting(logger, {|RG5003:redis.Configuration|}, null);""")]
    [InlineData("""s_connecting.Invoke(logger, {|RG5003:options.ToString()|}, null);""")]
    public Task PasswordInText_IsReported(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("""logger.LogInformation(options.ToString(false));""")]
    [InlineData("""logger.LogInformation(options.ToString(includePassword: false));""")]
    [InlineData("""logger.LogInformation("Connecting to {EndPoints}", options.EndPoints);""")]
    [InlineData("""logger.LogInformation("Connected as {Name}", redis.ClientName);""")]
    [InlineData("""logger.LogInformation("{Connection}", redis);""")]
    [InlineData("""logger.LogInformation(Mask(options.ToString()));""")]
    [InlineData("""logger.LogInformation(redis.Configuration.Split(',')[0]);""")]
    [InlineData("""logger.LogInformation(redis.Configuration.Replace("a", "b"));""")]
    [InlineData("""logger.LogInformation("{Length}", redis.Configuration.Length);""")]
    [InlineData("""logger.LogInformation("{Configured}", options is not null);""")]
    [InlineData("""var text = options.ToString(); Keep(text);""")]
    [InlineData("""Keep(redis.Configuration);""")]
    [InlineData("""Console.WriteLine(new ConfigurationOptions { EndPoints = { "localhost" } });""")]
    [InlineData("""var local = ConfigurationOptions.Parse("localhost,ssl=false"); Console.WriteLine(local);""")]
    [InlineData("""throw new InvalidOperationException(options.ToString(false));""")]
    [InlineData("""Console.WriteLine(settings.Configuration);""")]
    [InlineData("""var copy = options.Clone(); copy.Password = "***"; Console.WriteLine(copy);""")]
    [InlineData("""var copy = ConfigurationOptions.Parse(cs); copy.Password = copy.Password?.Length > 0 ? "****" : null; logger.LogInformation("Using {Text}", copy.ToString());""")]
    [InlineData("""logger.LogInformation("Using {Text}", Masked(options));""")]
    [InlineData("""logger.LogInformation("Using {Text}", Clean);""")]
    [InlineData("""var text = "with "; text += Mask(options.ToString()); Console.WriteLine(text);""")]
    [InlineData("""var text = new System.Text.StringBuilder("with "); text.Append(options.ClientName); Console.WriteLine(text.ToString());""")]
    [InlineData("""logger.LogInformation("Using {Text}", Short(redis));""")]
    [InlineData("""s_connecting(logger, options.ToString(includePassword: false), null);""")]
    [InlineData("""s_connect(options.ToString(), 1, 2);""")]
    public Task TextWithoutPassword_IsSilent(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("logger.LogInformation({|#0:options.ToString()|});", "The text of the ConfigurationOptions contains the password and is written to a log, where others can read it; call 'ToString(includePassword: false)'")]
    [InlineData("Console.WriteLine({|#0:redis.Configuration|});", "'IConnectionMultiplexer.Configuration' contains the password and is written to the console, where others can read it; write 'ConfigurationOptions.Parse(…).ToString(includePassword: false)'")]
    [InlineData("throw new InvalidOperationException($\"{{|#0:options|}}\");", "The text of the ConfigurationOptions contains the password and is written to an exception's text, where others can read it; call 'ToString(includePassword: false)'")]
    public Task Message(string statement, string message) => AllRules.VerifyAsync(
        Source(statement),
        setup: null,
        new DiagnosticResult("RG5003", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(message));

    [Fact]
    public Task TestCode_IsSilent() => AllRules.VerifyAsync(
        Source("Console.WriteLine(options);"), new() { TestFramework = TestFramework.Xunit });

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync(
        """
        class ConfigurationOptions { }
        class C { public void M(ConfigurationOptions options) => Console.WriteLine(options); }
        """);

    [Fact]
    public Task LookAlike_IsSilent() => AllRules.VerifyAsync(
        """
        class ConfigurationOptions { public string Configuration => ""; }
        class C { public void M(ConfigurationOptions options) { Console.WriteLine(options); Console.WriteLine(options.Configuration); } }
        """);

    [Fact]
    public Task UnfinishedCode_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        class C { void M(ConfigurationOptions options) { var a = b; var b = a; Console.WriteLine(a); Console.WriteLine(options. ; throw new Exception($"{options.
        """,
        new() { Broken = true });

    private static Task VerifyAsync(string statement) => AllRules.VerifyAsync(Source(statement));

    private static string Source(string statement) =>
        $$"""
        #define DEBUG
        #define TRACE
        using System.Diagnostics;
        using Microsoft.Extensions.Logging;
        using StackExchange.Redis;

        class Settings { public string Configuration { get; set; } = ""; }

        class Service
        {
            private static readonly Action<ILogger, string, Exception?> s_connecting = LoggerMessage.Define<string>(LogLevel.Information, new EventId(1), "With {Text}");
            private static readonly Action<string, int, int> s_connect = (_, _, _) => { };
            private readonly ConfigurationOptions _options = ConfigurationOptions.Parse(Console.ReadLine()!);
            private readonly ConfigurationOptions _server = ConfigurationOptions.Parse(Console.ReadLine()!);

            private string Text => _options.ToString();
            private string About => $"at {_server}";
            private string Clean => _options.ToString(includePassword: false);
            private static string Describe(ConfigurationOptions options) { return $"with {options}"; }
            private static string Masked(ConfigurationOptions options) { var copy = options.Clone(); copy.Password = null; return copy.ToString(); }
            private static string Short(IConnectionMultiplexer redis) => redis.Configuration.Split(',')[0];

            public void M(ConfigurationOptions options, IConnectionMultiplexer redis, ConnectionMultiplexer connection, IDatabase db, ILogger logger, Settings settings, string cs)
            {
                {{statement}}
            }

            private static string Mask(string text) => text.Substring(0, 1);
            private static void Keep(string text) => s_kept.Add(text);
            private static void Log(string text) => s_kept.Add(text);
            private static readonly List<string> s_kept = new();
        }
        """;
}
