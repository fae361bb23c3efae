namespace RedisGuard.Cli.Commands.Cleaning;

/// <summary>Asks a person before something is closed. In a pipe there is nobody to ask: the answer is no.</summary>
internal sealed class Confirmation(bool isYes)
{
    private static bool IsSomebodyThere => !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <param name="question">What is asked.</param>
    /// <param name="expected">What to type: a letter for what is easily undone, the endpoint for what isn't.</param>
    public bool Of(string question, string expected)
    {
        if (isYes)
        {
            return true;
        }

        if (!IsSomebodyThere)
        {
            return false;
        }

        Console.Write($"{question} Type {expected} to go on: ");
        return string.Equals(Console.ReadLine()?.Trim(), expected, StringComparison.OrdinalIgnoreCase);
    }
}
