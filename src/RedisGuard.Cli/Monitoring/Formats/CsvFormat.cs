using System.Globalization;
using RedisGuard.Cli.Holders;

namespace RedisGuard.Cli.Monitoring.Formats;

/// <summary>A line a holder and look (RFC 4180). A field that isn't told is empty.</summary>
internal sealed class CsvFormat : ISnapshotFormat
{
    public const string Header = "at,holder,kind,now,born,died,growth,idle_p50,idle_max,bytes,nodes,verdict,why";

    private bool _isBegun;

    /// <param name="isBegun">Whether the file already has its header.</param>
    public CsvFormat(bool isBegun = false) => _isBegun = isBegun;

    public bool Replaces => false;

    public void Write(MonitorSnapshot snapshot, TextWriter output)
    {
        if (!_isBegun)
        {
            output.WriteLine(Header);
        }

        _isBegun = true;
        foreach (var holder in snapshot.Holders)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{snapshot.At:yyyy-MM-ddTHH:mm:ss.fffZ},{Field(holder.Holder)},{Field(holder.Kind)},{holder.Now},{holder.Born},{holder.Died},{holder.Growth},{holder.IdleMedian},{holder.IdleMax},{holder.Bytes},{holder.Nodes},{Judgement.Word(holder.Verdict)},{Field(holder.Why)}"));
        }
    }

    /// <summary>
    /// Quoted where the format asks for it. A spreadsheet takes what begins with one of <c>= + - @</c> for a formula, and a client
    /// chooses its name: an apostrophe in front makes it text (https://owasp.org/www-community/attacks/CSV_Injection).
    /// </summary>
    public static string Field(string text)
    {
        var safe = text.Length > 0 && text[0] is ('=' or '+' or '-' or '@' or '\t' or '\r') ? $"'{text}" : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
