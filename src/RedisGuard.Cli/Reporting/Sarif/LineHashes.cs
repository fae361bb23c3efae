using System.Globalization;

namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>
/// The hash that code scanning knows a line by: a rolling one over the hundred characters from the line's beginning, blanks left out, and
/// which of several equal ones it is. The same as GitHub's upload action computes (github/codeql-action, fingerprints), so that results
/// uploaded without it match those uploaded with it.
/// </summary>
internal static class LineHashes
{
    private const int Window = 100;
    private const ulong Factor = 37;
    private const char EndOfFile = '\uffff';

    private static readonly ulong FirstFactor = Power();

    /// <summary>The hash of each line of a text, the first at 0.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var hashes = new List<string>();
        var seen = new Dictionary<string, int>();
        var window = new char[Window];
        var lines = new int[Window];
        Array.Fill(lines, -1);
        ulong hash = 0;
        var at = 0;
        var isStart = true;
        var wasReturn = false;

        void Tell()
        {
            var value = hash.ToString("x", CultureInfo.InvariantCulture);
            var count = seen[value] = seen.GetValueOrDefault(value) + 1;
            hashes.Add(string.Create(CultureInfo.InvariantCulture, $"{value}:{count}"));
            lines[at] = -1;
        }

        void Add(char next)
        {
            var first = window[at];
            window[at] = next;
            hash = unchecked((Factor * hash) + next - (FirstFactor * first));
            at = (at + 1) % Window;
        }

        void Process(char next)
        {
            if (next is ' ' or '\t' || (wasReturn && next == '\n'))
            {
                wasReturn = false;
                return;
            }

            wasReturn = next == '\r';
            if (wasReturn)
            {
                next = '\n';
            }

            if (lines[at] != -1)
            {
                Tell();
            }

            if (isStart)
            {
                isStart = false;
                lines[at] = 1;
            }

            isStart = next == '\n';
            Add(next);
        }

        foreach (var character in text)
        {
            Process(character);
        }

        Process(EndOfFile);
        for (var left = 0; left < Window; left++)
        {
            if (lines[at] != -1)
            {
                Tell();
            }

            Add('\0');
        }

        return hashes;
    }

    private static ulong Power()
    {
        ulong power = 1;
        for (var i = 0; i < Window; i++)
        {
            power = unchecked(power * Factor);
        }

        return power;
    }
}
