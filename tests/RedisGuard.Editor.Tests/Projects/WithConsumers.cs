namespace RedisGuard.Editor.Tests.Projects;

/// <summary>The tests that look at the same opened projects.</summary>
[CollectionDefinition]
public sealed class WithConsumers : ICollectionFixture<OpenedConsumers>;
