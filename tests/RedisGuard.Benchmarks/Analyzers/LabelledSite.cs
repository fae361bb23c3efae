using System.Globalization;

namespace RedisGuard.Benchmarks.Analyzers;

/// <summary>One row of a file of labelled sites: <c>repo,commit,path,line,rule,verdict,kind,reason</c>.</summary>
/// <param name="File">The file in the tree of its repository.</param>
/// <param name="Shown">The repository and the file's path in it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Rule">The label's rule.</param>
/// <param name="Verdict">BUG, FINE or DEBATABLE.</param>
internal sealed record LabelledSite(string File, string Shown, int Line, string Rule, string Verdict)
{
    // What a disposal analyzer could mean: something is left open. A connection that is opened and closed each time isn't.
    private static readonly string[] s_leaks = ["RG1002", "RG1003", "RG1004", "RG1005", "RG1006", "RG1007", "RG1008", "RG2002", "RG3001"];

    /// <summary>A line of a shape: faulty where a leak is expected on it, right where nothing is marked and its namespace isn't the faulty half of a pair.</summary>
    public static LabelledSite OfMark(string file, int line, string[] lines)
    {
        var text = lines[line - 1];
        var isOfFaulty = lines.Take(line).LastOrDefault(one => one.StartsWith("namespace ", StringComparison.Ordinal))?.Contains(".Before", StringComparison.Ordinal) == true;
        var isMarked = text.Contains("// ", StringComparison.Ordinal) && text.Contains("RG", StringComparison.Ordinal);
        return new(file, Path.GetFileName(file), line, string.Empty, isMarked && Array.Exists(s_leaks, rule => text.Contains(rule, StringComparison.Ordinal)) ? "BUG" : isMarked || isOfFaulty ? "other" : "FINE");
    }

    /// <summary>The rows whose tree is there, named <c>owner+name@commit7</c> or <c>owner+name</c>.</summary>
    public static IEnumerable<LabelledSite> Read(string labels, string trees)
    {
        foreach (var row in System.IO.File.ReadLines(labels).Skip(1).Select(line => line.Split(',', 8)))
        {
            var name = row[0].Replace('/', '+');
            var tree = new[] { $"{name}@{row[1][..7]}", name }.Select(one => Path.Combine(Path.GetFullPath(trees), one)).FirstOrDefault(Directory.Exists);
            if (tree is not null && System.IO.File.Exists(Path.Combine(tree, row[2])))
            {
                yield return new LabelledSite(Path.Combine(tree, row[2]), $"{row[0]} {row[2]}", int.Parse(row[3], CultureInfo.InvariantCulture), row[4], row[5]);
            }
            else
            {
                Console.Error.WriteLine($"no file for {row[0]} {row[2]}");
            }
        }
    }
}
