using System.Globalization;
using System.Net;
using System.Text;

namespace RedisGuard.Cli.Server.Tests.Pictures;

/// <summary>Draws what a terminal shows as SVG: text that can be selected and read aloud, sharp at every size.</summary>
internal static class ScreenPicture
{
    private const double CharacterWidth = 7.8;
    private const int LineHeight = 18;
    private const int Margin = 12;
    private const string Foreground = "#d0d7de";
    private const string Background = "#161b22";

    /// <param name="screen">Lines with escape sequences for colours, as tmux captures them.</param>
    /// <param name="columns">The width of the terminal.</param>
    /// <param name="title">What a reader who sees no pictures is told.</param>
    public static string Of(string screen, int columns, string title)
    {
        var lines = screen.TrimEnd('\n').Split('\n');
        var height = (lines.Length * LineHeight) + (2 * Margin);
        var width = (int)Math.Ceiling(columns * CharacterWidth) + (2 * Margin);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{WebUtility.HtmlEncode(title)}</title>\n<rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{Background}\"/>\n");
        svg.Append("<g font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"13\" xml:space=\"preserve\">\n");
        for (var line = 0; line < lines.Length; line++)
        {
            var baseline = Margin + (line * LineHeight) + 13;
            var column = 0;
            foreach (var (text, style) in Runs(lines[line]))
            {
                Draw(svg, text, style, Margin + (column * CharacterWidth), baseline);
                column += text.Length;
            }
        }

        return svg.Append("</g>\n</svg>\n").ToString();
    }

    private static void Draw(StringBuilder svg, string text, Pen pen, double x, int baseline)
    {
        var length = text.Length * CharacterWidth;
        if (pen.IsInverse)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{baseline - 13}\" width=\"{length:0.#}\" height=\"{LineHeight}\" fill=\"{Foreground}\"/>\n");
        }

        if (text.Trim().Length == 0)
        {
            return;
        }

        var colour = pen.IsInverse ? Background : pen.Colour ?? (pen.IsDim ? "#8b949e" : Foreground);
        // The length keeps the columns in line whatever font the reader has.
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{x:0.#}\" y=\"{baseline}\" textLength=\"{length:0.#}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{colour}\"{(pen.IsBold ? " font-weight=\"bold\"" : string.Empty)}>{WebUtility.HtmlEncode(text)}</text>\n");
    }

    private static List<(string Text, Pen Pen)> Runs(string line)
    {
        List<(string, Pen)> runs = [];
        var pen = new Pen();
        var text = new StringBuilder();
        for (var index = 0; index < line.Length; index++)
        {
            if (line[index] != '\u001b')
            {
                text.Append(line[index]);
                continue;
            }

            if (text.Length > 0)
            {
                runs.Add((text.ToString(), pen));
            }

            text.Clear();
            var end = line.IndexOf('m', index);
            if (end < 0)
            {
                break;
            }

            pen = pen.With(line[(index + 2)..end]);
            index = end;
        }

        if (text.Length > 0)
        {
            runs.Add((text.ToString(), pen));
        }

        return runs;
    }

    private readonly record struct Pen(bool IsBold, bool IsDim, bool IsInverse, string? Colour)
    {
        public Pen With(string codes)
        {
            var pen = this;
            var parts = codes.Split(';');
            for (var index = 0; index < parts.Length; index++)
            {
                // 38;5;9 is one colour of 256; the first sixteen are the old ones.
                if (parts[index] == "38" && index + 2 < parts.Length)
                {
                    pen = pen with { Colour = Named(parts[index + 2]) };
                    index += 2;
                    continue;
                }

                pen = parts[index] switch
                {
                    "" or "0" => default,
                    "1" => pen with { IsBold = true },
                    "2" => pen with { IsDim = true },
                    "7" => pen with { IsInverse = true },
                    "22" => pen with { IsBold = false, IsDim = false },
                    "27" => pen with { IsInverse = false },
                    "31" or "91" => pen with { Colour = Named("9") },
                    "33" or "93" => pen with { Colour = Named("11") },
                    "39" => pen with { Colour = null },
                    _ => pen,
                };
            }

            return pen;
        }

        private static string Named(string number) => number is "1" or "9" ? "#ff7b72" : number is "3" or "11" ? "#e3b341" : Foreground;
    }
}
