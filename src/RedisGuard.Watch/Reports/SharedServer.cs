namespace RedisGuard.Watch.Reports;

/// <summary>A server to which the process has several connections, though each of them could serve all.</summary>
/// <param name="Server">The end points as configured.</param>
/// <param name="Connections">How many are open.</param>
/// <param name="Sites">The lines that opened them, by their place in the report's list.</param>
internal sealed record SharedServer(string Server, int Connections, IReadOnlyList<int> Sites);
