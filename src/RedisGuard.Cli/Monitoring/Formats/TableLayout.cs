using RedisGuard.Cli.Holders;

namespace RedisGuard.Cli.Monitoring.Formats;

/// <summary>
/// Lays a table out in a width: columns go by their rank until the rest fits, then the long ones are cut. Cells never wrap.
/// </summary>
internal sealed class TableLayout
{
    private const int Gap = 2;

    private readonly List<Column> _columns;
    private readonly int[] _widths;

    public TableLayout(IReadOnlyList<Column> columns, IReadOnlyList<HolderStanding> holders, int width)
    {
        var natural = columns.ToDictionary(static column => column, column => holders.Select(column.Cell).Append(column.Title).Max(static cell => cell.Length));
        _columns = [.. columns];
        while (Sum(static (column, wanted) => Math.Min(column.Least, wanted)) > width && _columns.Max(static column => column.Rank) is > 0 and var rank)
        {
            _columns.RemoveAll(column => column.Rank == rank);
        }

        _widths = [.. _columns.Select(column => natural[column])];
        for (var excess = _widths.Sum() + (Gap * (_columns.Count - 1)) - width; excess > 0; excess--)
        {
            // The widest that may shrink gives a character.
            var widest = Enumerable.Range(0, _columns.Count).Where(index => _widths[index] > Math.Min(_columns[index].Least, 4)).MaxBy(index => _columns[index].Least == int.MaxValue ? 0 : _widths[index] - _columns[index].Least);
            _widths[widest]--;
        }

        int Sum(Func<Column, int, int> wanted) => _columns.Sum(column => wanted(column, natural[column])) + (Gap * (_columns.Count - 1));
    }

    public string Heading() => Line(static column => column.Title);

    public string Row(HolderStanding holder) => Line(column => column.Cell(holder));

    /// <summary>The text in so many characters, an ellipsis at its end where it is longer.</summary>
    public static string Cut(string text, int width) => text.Length <= width ? text : width <= 1 ? text[..Math.Max(0, width)] : $"{text.AsSpan(0, width - 1)}…";

    private string Line(Func<Column, string> cell) => string.Join(
        new string(' ', Gap),
        _columns.Select((column, index) => Cut(cell(column), _widths[index]) is var text && column.IsRight ? text.PadLeft(_widths[index]) : text.PadRight(_widths[index]))).TrimEnd();
}
