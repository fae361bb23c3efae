using System.Text.Json;
using RedisGuard.Cli.Commands;

namespace RedisGuard.Cli.Cleaning;

/// <summary>Plans on disk: to be read by somebody else before they are applied.</summary>
internal static class PlanFile
{
    public static void Write(string file, IReadOnlyList<CleanupPlan> plans) =>
        File.WriteAllText(file, JsonSerializer.Serialize(plans, new CleaningJson(new JsonSerializerOptions(CleaningJson.Default.Options) { WriteIndented = true }).IReadOnlyListCleanupPlan));

    public static IReadOnlyList<CleanupPlan> Read(string file)
    {
        try
        {
            var plans = JsonSerializer.Deserialize(File.ReadAllText(file), CleaningJson.Default.IReadOnlyListCleanupPlan);
            if (plans is { Count: > 0 } && plans.All(static plan => plan is { Version: 1, Endpoint: not null, Rule: not null, Targets: not null } && plan.Targets.All(static target => target is { Id: > 0, Address: not null, Name: not null })))
            {
                return plans;
            }
        }
        catch (JsonException)
        {
            // Told below: where in the file it went wrong helps nobody who wrote none by hand.
        }

        throw new CannotRunException($"{file} is not a plan of 'redisguard cleanup --plan'");
    }
}
