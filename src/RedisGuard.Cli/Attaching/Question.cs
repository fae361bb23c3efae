using RedisGuard.Watch.Reports;

namespace RedisGuard.Cli.Attaching;

/// <summary>The work of a process before it tells its state.</summary>
/// <param name="StartWatch">Start the watch that the pool brought along.</param>
/// <param name="Collect">Force a collection, which tells the lost from the held.</param>
internal readonly record struct Question(bool StartWatch, bool Collect)
{
    public Dictionary<string, string> Arguments()
    {
        Dictionary<string, string> arguments = [];
        if (StartWatch)
        {
            arguments[StateEvents.StartWatch] = "1";
        }

        if (Collect)
        {
            arguments[StateEvents.Collect] = "1";
        }

        return arguments;
    }
}
