namespace RedisGuard.Pool.Tests.Secrets;

/// <summary>A configuration with a password somewhere in it: in its place, in a wrong one, or in one that is malformed.</summary>
/// <remarks>
/// Never where a host or a client name stands in a text that is well formed: these are shown, as they must be. A password has
/// two halves around a character that means something to one of the readers; each half is searched for alone. In front of a
/// host the halves are never apart by a whole option: «cache,first,password=second@x» is
/// well formed, and «first» a host; so is «redis://:first@second».
/// </remarks>
internal sealed class PlantedSecret
{
    private const string Letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
    private static readonly string[] Between =
        ["", ",", "@", ":", "/", "#", "?", "&", "=", " ", "%", ";", "\\", "'", ".", "!", "://", ",password=", "@@", "%2C", "$", "\t", "{0}", ",ssl=true,"];

    private static readonly string[] Noise =
        ["ssl=true", "syncTimeout=250", "abortConnect=false", "defaultDatabase=3", "connectRetry=soon", "nonsense=1", "keepAlive=", "$get=mget", "proxy=none", "=", ""];

    private readonly Random _random;

    public PlantedSecret(int seed)
    {
        _random = new Random(seed);
        Head = Word();
        Tail = Word();
        Whole = $"{Head}{One(Between)}{Tail}";
        Text = _random.Next(4) switch
        {
            0 => InItsPlace(),
            1 or 2 => Configuration(),
            _ => Url(),
        };
    }

    public string Head { get; }

    public string Tail { get; }

    public string Whole { get; }

    public string Text { get; }

    private string InItsPlace() => _random.Next(2) == 0
        ? $"cache,user=ann,syncTimeout=250,password={Whole}"
        : $"redis://ann:{Uri.EscapeDataString(Whole)}@cache/2?abortConnect=false";

    private string Configuration()
    {
        var parts = new List<string> { One(["cache", "cache:6379", "10.1.2.3:7000", "[::1]:6379"]) };
        for (var count = _random.Next(4); count > 0; count--)
        {
            parts.Add(One(Noise));
        }

        var key = One(["password", "Password ", "passwd", "pwd", "pass", "auth", "user", "sentinelPassword", "secret", "connectTimeout", "ssl", "tunnel", "proxy", "$auth"]);
        var planted = _random.Next(8) switch
        {
            0 => $"u:{Whole}@cache:6379",
            1 when !Whole.Contains('=', StringComparison.Ordinal) => $"{Whole}@cache",
            2 => $"cache:{Whole}",
            3 => $"password=first,{Whole}",
            4 => $"password=first,{Whole}={Word()}",
            5 => $"cache {key}={Whole}",
            _ => $"{key}={Whole}",
        };
        if (_random.Next(6) == 0)
        {
            parts[0] = planted;
        }
        else
        {
            parts.Insert(_random.Next(parts.Count) + 1, planted);
        }

        return string.Join(_random.Next(12) == 0 ? ";" : ",", parts);
    }

    private string Url()
    {
        var secret = _random.Next(3) == 0 ? Uri.EscapeDataString(Whole) : Whole;
        var scheme = One(["redis", "redis", "redis", "rediss", "REDIS", "redis+tls", "tcp", "http", Head]);
        return _random.Next(9) switch
        {
            0 => $"{scheme}://cache:6379/{secret}",
            1 => $"{scheme}://cache?password={secret}",
            2 => $"{scheme}://cache?{One(["passwd", "pwd", "auth", "token", "ssl", "syncTimeout"])}={secret}",
            3 => $"{scheme}://cache?{secret}",
            4 => $"{scheme}://cache/0#{secret}",
            5 when !secret.Contains('@', StringComparison.Ordinal) => $"{scheme}://:{secret}",
            6 when !secret.Contains('@', StringComparison.Ordinal) => $"{scheme}://cache:{secret}",
            _ => $"{scheme}://{One(["", "ann"])}:{secret}@{One(["cache", "cache:6380", "cache/first", "cache/2", "", "cache?syncTimeout=soon", "cache?ssl=true"])}",
        };
    }

    private string One(string[] from) => from[_random.Next(from.Length)];

    private string Word() => string.Create(9, _random, static (word, random) =>
    {
        for (var index = 0; index < word.Length; index++)
        {
            word[index] = Letters[random.Next(Letters.Length)];
        }
    });
}
