using System;
using StackExchange.Redis;

namespace RedisGuard.Shapes.Connections.Kinds.PlacesOfOthers;

/// <summary>Static places of one class that the instances of another fill.</summary>
internal static class Everybodys
{
    internal static ConnectionMultiplexer? Main;

    internal static IConnectionMultiplexer? Cache { get; set; }

    internal static IConnectionMultiplexer? Guarded { get; set; }

    internal static readonly object Gate = new();
}

public sealed class SessionStore
{
    public SessionStore(string configuration) => Everybodys.Cache ??= ConnectionMultiplexer.Connect(configuration); // expect: RG1006

    public IDatabase Database => Everybodys.Cache!.GetDatabase();
}

public sealed class UserStore
{
    public UserStore(string configuration)
    {
        Everybodys.Main = ConnectionMultiplexer.Connect(configuration); // expect: RG1004
    }

    public IDatabase Database => Everybodys.Main!.GetDatabase();
}

public sealed class GuardedStore
{
    public GuardedStore(string configuration)
    {
        lock (Everybodys.Gate)
        {
            Everybodys.Guarded ??= ConnectionMultiplexer.Connect(configuration);
        }
    }

    public IDatabase Database => Everybodys.Guarded!.GetDatabase();
}

public static class ChosenByType
{
    public static void Ping(IDatabase database)
    {
        switch (database.Multiplexer)
        {
            case ConnectionMultiplexer { IsConnected: true } real:
                real.Dispose(); // expect: RG1007
                break;
        }
    }

    public static string NameOf(IDatabase database)
    {
        switch (database.Multiplexer)
        {
            case ConnectionMultiplexer real:
                return real.ClientName;
            default:
                return string.Empty;
        }
    }
}
