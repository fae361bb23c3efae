using Xunit.Sdk;

namespace RedisGuard.Verification;

/// <summary>Repeats a check with each library version and says, when it fails, with which.</summary>
internal static class EachLibrary
{
    public static async Task RunAsync(TestSetup setup, Func<Library, Task> check)
    {
        var failures = new List<(Library Library, Exception Failure)>();
        foreach (var library in setup.Libraries)
        {
            try
            {
                await check(library);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                failures.Add((library, failure));
            }
        }

        if (failures.Count > 0)
        {
            string where = failures.Count == setup.Libraries.Length ? "with every library version" : "only here";
            throw new XunitException(
                string.Join("\n\n", failures.Select(f => $"With {f.Library} ({where}): {f.Failure.Message}")),
                failures[0].Failure);
        }
    }
}
