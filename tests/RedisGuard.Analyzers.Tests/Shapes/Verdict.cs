using System.Collections.Immutable;

namespace RedisGuard.Analyzers.Tests.Shapes;

/// <summary>What a shape says of one of its lines.</summary>
internal sealed record Verdict(int Line, ImmutableArray<string> Ids);
