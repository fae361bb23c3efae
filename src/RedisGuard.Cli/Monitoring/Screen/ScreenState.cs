using RedisGuard.Cli.Holders;

namespace RedisGuard.Cli.Monitoring.Screen;

/// <summary>Holds what the screen shows, and what a key changes of it. Knows nothing of terminals.</summary>
internal sealed class ScreenState
{
    private const int Page = 10;

    private MonitorSnapshot? _latest;
    private MonitorSnapshot? _frozen;
    private HolderKey? _selected;
    private int _sort;

    public ScreenPage PageShown { get; private set; }

    /// <summary>Rows whose holder, kind or verdict has this text; empty for all.</summary>
    public string Filter { get; private set; } = string.Empty;

    /// <summary>Whether keys go into the filter.</summary>
    public bool IsTyping { get; private set; }

    public bool IsFrozen => _frozen is not null;

    public bool IsOver { get; private set; }

    public ScreenSort Sort => ScreenSort.All[_sort];

    public bool IsReversed { get; private set; }

    public MonitorSnapshot? Snapshot => _frozen ?? _latest;

    public void Show(MonitorSnapshot snapshot) => _latest = snapshot;

    /// <summary>The rows in their order.</summary>
    public IReadOnlyList<HolderStanding> Rows()
    {
        if (Snapshot is not { } snapshot)
        {
            return [];
        }

        var rows = Sort.Order(snapshot.Holders.Where(IsShown)).ThenBy(static holder => holder.Holder, StringComparer.Ordinal).ToList();
        if (IsReversed)
        {
            rows.Reverse();
        }

        return rows;
    }

    /// <summary>The place of the selected row. The selection follows its holder through every order.</summary>
    public int Selected(IReadOnlyList<HolderStanding> rows)
    {
        for (var index = 0; index < rows.Count; index++)
        {
            if (_selected == new HolderKey(rows[index].Holder, rows[index].Kind))
            {
                return index;
            }
        }

        return 0;
    }

    public void Press(ConsoleKeyInfo key)
    {
        if (IsTyping)
        {
            Type(key);
        }
        else if (PageShown != ScreenPage.Holders && key.Key is ConsoleKey.Escape or ConsoleKey.Enter or ConsoleKey.Backspace)
        {
            PageShown = ScreenPage.Holders;
        }
        else
        {
            Command(key);
        }
    }

    private void Command(ConsoleKeyInfo key)
    {
        switch (key.Key, key.KeyChar)
        {
            case (ConsoleKey.UpArrow, _) or (_, 'k'):
                Move(-1);
                break;
            case (ConsoleKey.DownArrow, _) or (_, 'j'):
                Move(1);
                break;
            case (ConsoleKey.PageUp, _):
                Move(-Page);
                break;
            case (ConsoleKey.PageDown, _):
                Move(Page);
                break;
            case (ConsoleKey.Home, _):
                Move(int.MinValue / 2);
                break;
            case (ConsoleKey.End, _):
                Move(int.MaxValue / 2);
                break;
            case (ConsoleKey.Enter, _):
                PageShown = ScreenPage.Details;
                break;
            case (_, 's'):
                _sort = (_sort + 1) % ScreenSort.All.Count;
                IsReversed = false;
                break;
            case (_, 'S'):
                IsReversed = !IsReversed;
                break;
            case (_, '/'):
                PageShown = ScreenPage.Holders;
                IsTyping = true;
                break;
            case (_, 'f') or (_, ' '):
                _frozen = IsFrozen ? null : _latest;
                break;
            case (_, '?') or (_, 'h'):
                PageShown = PageShown == ScreenPage.Help ? ScreenPage.Holders : ScreenPage.Help;
                break;
            case (ConsoleKey.Escape, _):
                Filter = string.Empty;
                break;
            case (_, 'q'):
                IsOver = true;
                break;
        }
    }

    private void Type(ConsoleKeyInfo key)
    {
        if (key.Key == ConsoleKey.Enter)
        {
            IsTyping = false;
        }
        else if (key.Key == ConsoleKey.Escape)
        {
            IsTyping = false;
            Filter = string.Empty;
        }
        else if (key.Key == ConsoleKey.Backspace)
        {
            Filter = Filter.Length > 0 ? Filter[..^1] : Filter;
        }
        else if (!char.IsControl(key.KeyChar))
        {
            Filter += key.KeyChar;
        }
    }

    private void Move(int rows)
    {
        var shown = Rows();
        if (shown.Count > 0 && shown[Math.Clamp(Selected(shown) + rows, 0, shown.Count - 1)] is var row)
        {
            _selected = new HolderKey(row.Holder, row.Kind);
        }
    }

    private bool IsShown(HolderStanding holder) =>
        (holder.Now > 0 || holder.Died > 0)
        && (Filter.Length == 0
            || holder.Holder.Contains(Filter, StringComparison.OrdinalIgnoreCase)
            || holder.Kind.Contains(Filter, StringComparison.OrdinalIgnoreCase)
            || Judgement.Word(holder.Verdict).Contains(Filter, StringComparison.OrdinalIgnoreCase));
}
