using RedisGuard.Pool.Tests.Harm.Scenes;

namespace RedisGuard.Pool.Tests.Harm;

/// <summary>One kind of harm.</summary>
/// <param name="Name">What happens.</param>
/// <param name="IsCounted">From when the time to the first answer counts.</param>
/// <param name="Window">How long to look for it.</param>
/// <param name="Fault">Does it, to the server or between it and every contestant; completes when it is over, or when it has begun where it lasts.</param>
internal sealed record HarmRow(string Name, FromWhen IsCounted, TimeSpan Window, Func<Hour, Task> Fault)
{
    /// <summary>Starts the servers.</summary>
    public Func<HarmRow, Task<HarmScene>> Scene { get; init; } = OneServer.StartAsync;

    /// <summary>More of the configuration.</summary>
    public string Options { get; init; } = string.Empty;

    /// <summary>What the server asks for.</summary>
    public string? Password { get; init; }

    /// <summary>Tells whether no socket may be lost: the server alone is to blame.</summary>
    public bool KeepsSockets { get; init; }
}
