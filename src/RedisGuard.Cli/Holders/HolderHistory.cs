using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Holders;

/// <summary>The births, deaths and counts of one holder over the looks.</summary>
internal sealed class HolderHistory(HolderKey key)
{
    /// <summary>How far back the counts and the recent births go.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const int MostLives = 256;

    private readonly Queue<LookTally> _recent = new();
    private readonly Queue<double> _lives = new();
    private Births _whole;
    private int _most;

    public HolderKey Key => key;

    public Dictionary<(string Server, long Id), SeenClient> Clients { get; private set; } = [];

    public long Born { get; private set; }

    public long Died { get; private set; }

    public DateTimeOffset LastPresent { get; private set; }

    /// <summary>Takes what a look showed. <paramref name="joined"/> counts those of the born whose process is new.</summary>
    public void Add(Dictionary<(string Server, long Id), SeenClient> clients, int born, int joined, IReadOnlyList<ClientRow> died, LookTime time)
    {
        Clients = clients;
        Born += born;
        Died += died.Count;
        _most = Math.Max(_most, clients.Count);
        if (clients.Count > 0)
        {
            LastPresent = time.Now;
        }

        foreach (var row in died)
        {
            if (row.AgeSeconds is { } age)
            {
                _lives.Enqueue(age);
            }

            if (_lives.Count > MostLives)
            {
                _lives.Dequeue();
            }
        }

        _recent.Enqueue(new LookTally(time.Now, born - joined, joined, died.Count, clients.Count));
        while (_recent.Peek().At < time.Now - Window)
        {
            _recent.Dequeue();
        }

        _whole = _whole with
        {
            Born = _whole.Born + born - joined,
            Joined = _whole.Joined + joined,
            Died = _whole.Died + died.Count,
            LooksWithBirths = _whole.LooksWithBirths + (born > joined ? 1 : 0),
            Looks = time.Looks,
            IsAtMost = clients.Count >= _most,
            Seconds = (time.Now - time.First).TotalSeconds,
        };
    }

    public Judgement Judge() => Holders.Judge.Of(Recent(), _whole, Survivors(), MedianLife());

    public Survivors Survivors()
    {
        int count = 0, judged = 0, unused = 0, untold = 0;
        foreach (var client in Clients.Values)
        {
            count += client.IsBorn ? 1 : 0;
            judged += client.IsJudged ? 1 : 0;
            unused += client.IsJudged && client.IsUnused ? 1 : 0;
            untold += client is { IsBorn: true, Row.IdleSeconds: null } ? 1 : 0;
        }

        return new Survivors(count, judged, unused, untold);
    }

    /// <summary>The counts of the window in at most so many steps, the last one now.</summary>
    public IReadOnlyList<int> Counts(int most)
    {
        var looks = _recent.ToArray();
        var steps = Math.Min(most, looks.Length);
        var counts = new int[steps];
        for (var step = 0; step < steps; step++)
        {
            counts[step] = looks[steps == 1 ? looks.Length - 1 : step * (looks.Length - 1) / (steps - 1)].Count;
        }

        return counts;
    }

    public int Growth => _recent.TryPeek(out var first) ? Clients.Count - (first.Count - (int)(first.Born + first.Joined) + first.Died) : 0;

    private Births Recent()
    {
        var most = 0;
        var recent = new Births(0, 0, 0, 0, _recent.Count, false, 0);
        foreach (var look in _recent)
        {
            most = Math.Max(most, look.Count);
            recent = recent with
            {
                Born = recent.Born + look.Born,
                Joined = recent.Joined + look.Joined,
                Died = recent.Died + look.Died,
                LooksWithBirths = recent.LooksWithBirths + (look.Born > 0 ? 1 : 0),
            };
        }

        return recent with
        {
            IsAtMost = Clients.Count >= most,
            Seconds = _recent.TryPeek(out var first) ? (_recent.Last().At - first.At).TotalSeconds : 0,
        };
    }

    private double? MedianLife() => _lives.Count == 0 ? null : Median.Of([.. _lives]);
}
