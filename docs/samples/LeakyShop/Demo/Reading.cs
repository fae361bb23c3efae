namespace LeakyShop.Demo;

/// <summary>What the server said at one moment.</summary>
/// <param name="Open">Connections open now.</param>
/// <param name="Opened">Connections opened so far, closed ones included.</param>
/// <param name="Channels">Order channels that somebody is still subscribed to.</param>
internal sealed record Reading(int Open, long Opened, int Channels);
