namespace RedisGuard.Verification;

/// <summary>Whose attributes a test source may use; see <see cref="TestFrameworkStubs"/>.</summary>
internal enum TestFramework
{
    None,
    Xunit,
    NUnit,
    MSTest,
    BenchmarkDotNet,
}
