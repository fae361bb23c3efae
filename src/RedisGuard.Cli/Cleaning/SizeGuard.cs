using System.Globalization;
using RedisGuard.Cli.Commands;

namespace RedisGuard.Cli.Cleaning;

/// <summary>Refuses a plan that is larger than somebody may have meant.</summary>
internal static class SizeGuard
{
    private const double MostOfAllClients = 0.2;

    // A fifth of a handful says nothing: on a server with five clients it would be one.
    private const int FewestThatCount = 5;

    /// <exception cref="CannotRunException">More than was allowed, or than a fifth of all clients where nobody said how many.</exception>
    public static void Check(CleanupPlan plan, int? max)
    {
        var count = plan.Targets.Count;
        if (count > (max ?? CleanupSettings.DefaultMax))
        {
            throw new CannotRunException(string.Create(
                CultureInfo.InvariantCulture, $"the plan closes {count} connections, more than {max ?? CleanupSettings.DefaultMax}: nothing was closed; say --max {count} if you mean it"));
        }

        if (max is null && count > FewestThatCount && count > MostOfAllClients * plan.Clients)
        {
            throw new CannotRunException(string.Create(
                CultureInfo.InvariantCulture, $"the plan closes {count} of {plan.Clients} clients, more than a fifth: nothing was closed; say --max {count} if you mean it"));
        }
    }
}
