namespace RedisGuard.Watch.Tests.Library;

/// <summary>The watch asks a strange program to have nothing newer than what the oldest library brings along.</summary>
public sealed class ReferencesTests
{
    [Fact]
    public void LoggingAbstractions_AreThoseOfTheOldestLibrary() => Assert.Equal(
        new Version(6, 0, 0, 0),
        typeof(ConnectionWatch).Assembly.GetReferencedAssemblies().Single(static name => name.Name == "Microsoft.Extensions.Logging.Abstractions").Version);
}
