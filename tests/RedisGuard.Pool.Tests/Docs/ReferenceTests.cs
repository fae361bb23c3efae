using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Tests.Docs;

/// <summary>Every option, variable, instrument and log event of the code is in the pages, and every one of the pages is in the code.</summary>
public sealed partial class ReferenceTests
{
    private const string Configuration = "configuration.md";
    private const string Observability = "observability.md";

    [Fact]
    public void Options_AreThoseOfTheCode()
    {
        var told = Rows(Configuration, "| Option | Variable |").SelectMany(static row => Code().Matches(row[0])).Select(static code => code.Groups[1].Value).ToList();

        Assert.All(told, static name => Assert.True(name.EndsWith('…') ? Has(name[..^2]) : Has(name), $"{name} is no option"));
        Assert.All(
            typeof(RedisPoolOptions).GetProperties().Select(static property => property.Name),
            name => Assert.Contains(told, option => option == name || option.StartsWith(name + ".", StringComparison.Ordinal)));
    }

    [Fact]
    public void Variables_AreThoseOfTheCode()
    {
        var page = string.Concat(File.ReadAllText(Page(Configuration)), File.ReadAllText(Page("watch.md")));
        var read = Variable().Matches(Encoding.Unicode.GetString(File.ReadAllBytes(typeof(RedisPool).Assembly.Location)))
            .Concat(Variable().Matches(Encoding.Unicode.GetString(File.ReadAllBytes(typeof(RedisPool).Assembly.Location)[1..])))
            .Select(static name => name.Value)
            .ToHashSet();

        Assert.Contains("REDIS_CONNECTION", read);
        Assert.All(read, name => Assert.Contains($"`{name}", page, StringComparison.Ordinal));
        Assert.All(
            Rows(Configuration, "| Option | Variable |").SelectMany(static row => Variable().Matches(row[1])).Select(static name => name.Value),
            name => Assert.Contains(name, read));
    }

    [Fact]
    public void Instruments_AreThoseOfTheCode()
    {
        var made = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => Add(made, instrument) };
        listener.Start();
        RuntimeHelpers.RunClassConstructor(typeof(PoolInstruments).TypeHandle);

        Assert.Equal(made.Select(static one => $"{one.Key} {one.Value}"), Instruments().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void LogEvents_AreThoseOfTheCode()
    {
        var logged = typeof(PoolLog).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(static log => (log.EventId, log.Level))
            .Order()
            .ToList();

        Assert.Equal(logged.Select(static log => log.EventId), Events().Select(static log => log.Id).Order());
        Assert.All(logged.Where(static log => log.Level != LogLevel.None), log => Assert.Contains((log.EventId, log.Level), Events()));
    }

    [Theory]
    [InlineData("lease.md")]
    [InlineData("subscription.md")]
    [InlineData("socket.md")]
    public void TypesOfTheHouse_AreThere(string page)
    {
        var types = typeof(RedisPool).Assembly.GetTypes().Select(static type => type.Name).ToHashSet();
        var told = Code().Matches(File.ReadAllText(Page(Path.Combine("architecture", page)))).Select(static code => code.Groups[1].Value)
            .Where(static code => TypeName().IsMatch(code) && typeof(RedisPool).GetMethods().All(method => method.Name != code))
            .Except(["DisposeAsync", "Unsubscribe", "OnGap"])
            .ToList();

        Assert.InRange(told.Count, 5, int.MaxValue);
        Assert.All(told, name => Assert.Contains(name, types));
    }

    private static void Add(SortedDictionary<string, string?> made, Instrument instrument)
    {
        if (instrument.Meter.Name == PoolInstruments.Name)
        {
            lock (made)
            {
                made[instrument.Name] = instrument.Unit;
            }
        }
    }

    /// <summary><c>name unit</c>; where a row has several, what follows with a dot goes on from the first one's last part.</summary>
    private static IEnumerable<string> Instruments() => Rows(Observability, "| Instrument | Unit |").SelectMany(static row =>
    {
        var names = Code().Matches(row[0]).Select(static code => code.Groups[1].Value).ToList();
        var units = Code().Matches(row[1]).Select(static code => code.Groups[1].Value).ToList();
        var family = string.Join('.', names[0].Split('.').SkipLast(1));
        return names.Select((name, index) => $"{(name[0] == '.' ? family + name : name)} {units[Math.Min(index, units.Count - 1)]}");
    });

    /// <summary><c>1001, 1002</c> or <c>1401 … 1405</c>, with one level for all or one for each.</summary>
    private static IEnumerable<(int Id, LogLevel Level)> Events() => Rows(Observability, "| Event | Level |").SelectMany(static row =>
    {
        var numbers = Number().Matches(row[0]).Select(static number => int.Parse(number.Value, CultureInfo.InvariantCulture)).ToList();
        var ids = row[0].Contains('…', StringComparison.Ordinal) ? Enumerable.Range(numbers[0], numbers[1] - numbers[0] + 1).ToList() : numbers;
        var levels = row[1].Split(',', StringSplitOptions.TrimEntries).Select(Enum.Parse<LogLevel>).ToList();
        Assert.True(levels.Count == 1 || levels.Count == ids.Count, $"{row[0]}: {ids.Count} events, {levels.Count} levels");
        return ids.Select((id, index) => (id, levels[levels.Count == 1 ? 0 : index]));
    });

    private static bool Has(string option)
    {
        var type = typeof(RedisPoolOptions);
        return option.Split('.').All(part => type?.GetProperty(part) is { } property && (type = property.PropertyType) is not null);
    }

    /// <summary>The cells of a table, without its head.</summary>
    private static List<string[]> Rows(string page, string head)
    {
        var rows = File.ReadLines(Page(page)).SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).Skip(2)
            .TakeWhile(static line => line.StartsWith('|'))
            .Select(static line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .ToList();
        Assert.NotEmpty(rows);
        return rows;
    }

    private static string Page(string name) => Path.Combine(AppContext.BaseDirectory, "docs", name);

    /// <summary>Code in a line; the fences of blocks aren't its quotes.</summary>
    [GeneratedRegex(@"(?<!`)`([^`\r\n]+)`(?!`)")]
    private static partial Regex Code();

    [GeneratedRegex("^[A-Z][A-Za-z]+$")]
    private static partial Regex TypeName();

    [GeneratedRegex("[0-9]{4}")]
    private static partial Regex Number();

    [GeneratedRegex("REDIS(GUARD)?_[A-Z]+(_[A-Z]+)*")]
    private static partial Regex Variable();
}
