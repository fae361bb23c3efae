namespace RedisGuard.Cli.Servers.Clients;

/// <summary>A process of this machine.</summary>
internal sealed record LocalProcess(int Id, string Name);
