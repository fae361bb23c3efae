using System.Globalization;
using System.Security;
using System.Text;

namespace RedisGuard.CodeFixes.Tests.Pictures;

/// <summary>Draws a piece of code as an editor shows it: the squiggle, what it says, the light bulb's choices and the preview of the first.</summary>
internal sealed class EditorPicture
{
    private const double Character = 7.8;
    private const double Line = 18;
    private const double Left = 62;
    private const int Columns = 104;

    private readonly StringBuilder _svg = new();
    private double _y = 46;

    public static string Draw(EditorView view)
    {
        var picture = new EditorPicture();
        for (int line = 0; line < view.Lines.Count; line++)
        {
            picture.DrawCode(view, line);
            if (line == view.FlaggedLine)
            {
                picture.DrawHelp(view);
            }
        }

        return picture.Framed(view);
    }

    private void DrawCode(EditorView view, int line)
    {
        Write(Left - 14, (line + 1).ToString(CultureInfo.InvariantCulture), "#6e7681", anchor: "end");
        foreach (var part in view.Lines[line])
        {
            Write(Left + (part.Column * Character), part.Text, ColorOf(part.Kind));
        }

        if (line == view.FlaggedLine)
        {
            DrawSquiggle(Left + (view.FlaggedColumn * Character), view.FlaggedLength * Character);
            DrawBulb(18);
        }

        _y += Line;
    }

    private void DrawSquiggle(double x, double width)
    {
        var path = new StringBuilder(Invariant($"M{x:0.#} {_y + 3:0.#}"));
        for (int wave = 0; wave < width / 4; wave++)
        {
            path.Append(Invariant($"q1 {(wave % 2 == 0 ? -3 : 3)} 4 0"));
        }

        _svg.Append(Invariant($"<path d=\"{path}\" fill=\"none\" stroke=\"#e3b341\" stroke-width=\"1.2\"/>\n"));
    }

    // Below the flagged line, as a tool tip stands; what follows in the code comes after it.
    private void DrawHelp(EditorView view)
    {
        string[] message = [.. Wrapped($"{view.RuleId}: {view.Message}", Columns - 14)];
        double height = ((message.Length + view.Choices.Count + view.Preview.Count) * Line) + 34;
        Box(Left - 6, _y - 8, (Columns - 6) * Character, height, "#1c2128", "#444c56");
        _y += 8;
        foreach (string line in message)
        {
            Write(Left + 6, line, "#d0d7de");
            _y += Line;
        }

        _y += 6;
        for (int choice = 0; choice < view.Choices.Count; choice++)
        {
            if (choice == 0)
            {
                Box(Left, _y - 13, (Columns - 8) * Character, Line, "#1f4b8e", "none");
            }

            DrawBulb(Left + 11);
            Write(Left + 22, view.Choices[choice], choice == 0 ? "#ffffff" : "#adbac7");
            _y += Line;
        }

        _y += 6;
        foreach (var (sign, text) in view.Preview)
        {
            if (sign != ' ')
            {
                Box(Left, _y - 13, (Columns - 8) * Character, Line, sign == '+' ? "#12361f" : "#49151b", "none");
            }

            string color = sign switch { '+' => "#7ee787", '-' => "#ff9b93", _ => "#8b949e" };
            string bare = text.TrimStart();
            int indentation = 2 + text.Length - bare.Length;
            Write(Left + 6, sign.ToString(), color);
            Write(Left + 6 + (indentation * Character), bare.Length + indentation > Columns - 12 ? bare[..(Columns - 13 - indentation)] + "…" : bare, color);
            _y += Line;
        }

        _y += 20;
    }

    private void DrawBulb(double x) =>
        _svg.Append(Invariant($"<circle cx=\"{x:0.#}\" cy=\"{_y - 6:0.#}\" r=\"4\" fill=\"#e3b341\"/><rect x=\"{x - 2:0.#}\" y=\"{_y - 2:0.#}\" width=\"4\" height=\"3\" fill=\"#9e7c2d\"/>\n"));

    private string Framed(EditorView view)
    {
        double width = Left + (Columns * Character);
        return Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0} {_y:0}\" width=\"{width:0}\" height=\"{_y:0}\" role=\"img\">\n")
            + $"<title>{Escaped($"{view.FileName}: {view.RuleId}, {view.Choices[0]}")}</title>\n"
            + Invariant($"<rect width=\"{width:0}\" height=\"{_y:0}\" rx=\"6\" fill=\"#0d1117\"/>\n")
            + "<g font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"13\" xml:space=\"preserve\">\n"
            + Invariant($"<text x=\"12\" y=\"20\" fill=\"#8b949e\">{Escaped(view.FileName)}</text>\n")
            + _svg + "</g>\n</svg>\n";
    }

    private void Write(double x, string text, string color, string anchor = "start") =>
        _svg.Append(Invariant($"<text x=\"{x:0.#}\" y=\"{_y:0.#}\" fill=\"{color}\"{(anchor == "start" ? string.Empty : " text-anchor=\"" + anchor + "\"")}>{Escaped(text)}</text>\n"));

    private void Box(double x, double y, double width, double height, string fill, string stroke) =>
        _svg.Append(Invariant($"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" rx=\"3\" fill=\"{fill}\" stroke=\"{stroke}\"/>\n"));

    private static string ColorOf(CodeKind kind) => kind switch
    {
        CodeKind.Keyword => "#ff7b72",
        CodeKind.TypeName => "#7ee787",
        CodeKind.Method => "#d2a8ff",
        CodeKind.Literal => "#a5d6ff",
        CodeKind.Comment => "#8b949e",
        _ => "#d0d7de",
    };

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        var line = new StringBuilder();
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + word.Length + 1 > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : string.Empty).Append(word);
        }

        yield return line.ToString();
    }

    private static string Escaped(string text) => SecurityElement.Escape(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
