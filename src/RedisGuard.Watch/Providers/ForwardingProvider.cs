using System.Net;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace RedisGuard.Watch.Providers;

/// <summary>
/// Stands in front of the defaults that a configuration would have had, and passes every question on to them. The members
/// below are the ones that tell the watch something; the rest, other ones in each version of the library, are generated
/// (<see cref="ForwardingType"/>).
/// </summary>
/// <remarks>One for each line that opens connections: the library asks a provider for its client name only once.</remarks>
internal abstract class ForwardingProvider : DefaultOptionsProvider
{
    private static readonly DefaultOptionsProvider s_unbound = new();

    /// <summary>The displaced defaults.</summary>
    public DefaultOptionsProvider Inner { get; private set; } = s_unbound;

    /// <summary>What its connections are called where the program doesn't say; <see langword="null"/> for the displaced defaults' name.</summary>
    public string? Name { get; private set; }

    public void Bind(DefaultOptionsProvider inner, string? name)
    {
        Name = name;
        Inner = inner;
    }

    public override bool IsMatch(EndPoint endpoint) => ProviderGate.IsChosen(this);

    // The first thing read at each Connect, on the stack of whoever called it.
    public override ILoggerFactory? LoggerFactory
    {
        get
        {
            ConnectionWatch.Connecting(readsLogger: true);
            return Inner.LoggerFactory;
        }
    }

    // Read at each Connect, where the program set a logger but not whether to encrypt.
    public override bool GetDefaultSsl(EndPointCollection endPoints)
    {
        ConnectionWatch.Connecting(readsLogger: false);
        return Inner.GetDefaultSsl(endPoints);
    }

    // Read at each Connect, where the program set both.
    public override string ConfigurationChannel
    {
        get
        {
            ConnectionWatch.Connecting(readsLogger: false);
            return Inner.ConfigurationChannel;
        }
    }

    // Read by each synchronous command, and by Close and Dispose on the stack of whoever called them.
    public override TimeSpan SyncTimeout
    {
        get
        {
            ConnectionWatch.Closing();
            return Inner.SyncTimeout;
        }
    }

    public override Task AfterConnectAsync(ConnectionMultiplexer multiplexer, Action<string> log)
    {
        ConnectionWatch.Connected(multiplexer);
        return Inner.AfterConnectAsync(multiplexer, log);
    }

    protected override string GetDefaultClientName() => Name ?? Inner.ClientName;
}
