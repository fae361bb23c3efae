namespace RedisGuard.Cli.Holders;

/// <summary>A verdict with the evidence for it.</summary>
internal readonly record struct Judgement(Verdict Verdict, string Why)
{
    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Watching => "watching",
        Verdict.Steady => "steady",
        Verdict.Growing => "growing",
        Verdict.Orphaned => "orphaned",
        Verdict.Rehandshaking => "re-handshaking",
        Verdict.Churning => "churning",
        _ => "leaking",
    };

    public override string ToString() => Why.Length > 0 ? $"{Word(Verdict)}: {Why}" : Word(Verdict);
}
