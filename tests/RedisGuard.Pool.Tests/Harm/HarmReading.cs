namespace RedisGuard.Pool.Tests.Harm;

/// <summary>The readings of one contestant in one hour.</summary>
/// <param name="Name">Who.</param>
/// <param name="FirstError">Seconds to the first call that failed; <see langword="null"/> for none.</param>
/// <param name="FirstAnswer">Seconds to the first call that was answered again; <see langword="null"/> for none in time.</param>
/// <param name="FirstMessage">Seconds to the first message of those published since.</param>
/// <param name="MessagesLost">Messages that were published and never came.</param>
/// <param name="MessagesDoubled">Messages that came twice.</param>
/// <param name="CallsFailed">Calls that failed.</param>
internal sealed record HarmReading(
    string Name, double? FirstError, double? FirstAnswer, double? FirstMessage, long MessagesLost, long MessagesDoubled, long CallsFailed)
{
    /// <summary>The number of times that it was told that messages may be missing.</summary>
    public long Told { get; init; }

    /// <summary>Of what it was told, in order.</summary>
    public IReadOnlyList<string> Causes { get; init; } = [];

    /// <summary>Connections that it opened; <see langword="null"/> where others come the same way.</summary>
    public long? Connects { get; init; }

    /// <summary>The sockets that were there before and aren't any more, as the server told them; <see langword="null"/> where that isn't asked.</summary>
    public IReadOnlyList<string>? SocketsLost { get; init; }

    /// <summary>Tells whether it has an answer and a message again.</summary>
    public bool IsWell => FirstAnswer is not null && FirstMessage is not null;
}
