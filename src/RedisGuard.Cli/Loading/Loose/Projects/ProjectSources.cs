using System.Collections.Immutable;

namespace RedisGuard.Cli.Loading.Loose.Projects;

/// <summary>Which C# files a project compiles.</summary>
internal static class ProjectSources
{
    public static ImmutableArray<string> Of(ProjectEvaluation evaluation, string folder)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        if (TakesDefaults(evaluation))
        {
            files.UnionWith(Below(folder, IsCSharp));
        }

        foreach (var item in evaluation.Items.Where(item => item.Kind == "Compile"))
        {
            foreach (var glob in item.Include.Select(path => new ItemGlob(folder, path)))
            {
                files.UnionWith(glob.Files().Where(IsCSharp));
            }

            foreach (var glob in item.Remove.Select(path => new ItemGlob(folder, path)))
            {
                files.ExceptWith(glob.Matching(files).ToArray());
            }
        }

        return [.. files];
    }

    private static bool TakesDefaults(ProjectEvaluation evaluation) =>
        evaluation.Sdk is not null && !IsFalse(evaluation, "EnableDefaultItems") && !IsFalse(evaluation, "EnableDefaultCompileItems");

    /// <summary>
    /// All below the folder but what lies nearer to another project. MSBuild would take that too, and people who nest
    /// projects exclude it by hand.
    /// </summary>
    public static IEnumerable<string> Below(string folder, Func<string, bool> isWanted)
    {
        var files = SourceFolder.Files(folder);
        var nested = files
            .Where(file => file.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase))
            .Select(file => Path.GetDirectoryName(file)! + Path.DirectorySeparatorChar)
            .Where(other => other.Length > folder.Length + 1)
            .ToArray();
        return files.Where(isWanted).Where(file => !nested.Any(other => file.StartsWith(other, StringComparison.Ordinal)));
    }

    public static bool IsCSharp(string file) => file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);

    private static bool IsFalse(ProjectEvaluation evaluation, string property) =>
        evaluation.Properties[property].Equals("false", StringComparison.OrdinalIgnoreCase);
}
