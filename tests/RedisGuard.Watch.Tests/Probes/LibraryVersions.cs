namespace RedisGuard.Watch.Tests.Probes;

/// <summary>The libraries that the watch has to get on with.</summary>
public static class LibraryVersions
{
    /// <summary>One that the watch must leave alone.</summary>
    public const string TooOld = "2.6.96";

    public const string Oldest = "2.7.27";
    public const string Middle = "2.13.23";
    public const string Newest = "3.4.35";

    public static TheoryData<string> All => [Oldest, "2.13.17", Middle, "3.1.31", Newest];

    public static TheoryData<string> Three => [Oldest, Middle, Newest];
}
