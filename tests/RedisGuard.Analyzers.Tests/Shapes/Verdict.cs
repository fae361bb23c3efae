using System.Collections.Immutable;

namespace RedisGuard.Analyzers.Tests.Shapes;

/// <summary>Verdict of a shape on one of its lines.</summary>
internal sealed record Verdict(int Line, ImmutableArray<string> Ids);
