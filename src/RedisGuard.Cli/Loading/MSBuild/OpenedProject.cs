using System.Text;
using Microsoft.CodeAnalysis;
using RedisGuard.Cli.Loading.Razor;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Loading.MSBuild;

/// <summary>A project as the workspace gives it.</summary>
internal static class OpenedProject
{
    /// <summary>
    /// A project without packages still opens, and would pass as clean: usable is one that has a framework, and that has
    /// the library if its sources name it.
    /// </summary>
    public static async Task<bool> IsUsableAsync(Project project, Compilation compilation, CancellationToken cancellation)
    {
        if (compilation.GetSpecialType(SpecialType.System_Object).TypeKind == TypeKind.Error)
        {
            return false;
        }

        return LibraryUse.IsVisibleTo(compilation) || !await NamesLibraryAsync(project, cancellation).ConfigureAwait(false);
    }

    public static LoadedProject Load(Project project, Compilation compilation) => new()
    {
        Name = WithoutFramework(project.Name),
        Path = project.FilePath,
        Mode = LoadMode.MSBuild,
        Files = project.Documents.Count(document => !IsBuildOutput(document, project)),
        RazorFiles = RazorFiles.Of(compilation),
        Options = project.AnalyzerOptions,
        CompileAsync = async cancellation =>
        {
            var compilation = await project.GetCompilationAsync(cancellation).ConfigureAwait(false);
            // A severity says how sure a rule is; that the build treats all warnings alike says nothing about that.
            return compilation?.WithOptions(compilation.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Default));
        },
    };

    /// <summary>What the build writes into obj (assembly attributes, global usings) is nobody's source file.</summary>
    private static bool IsBuildOutput(Document document, Project project) =>
        Path.GetRelativePath(Path.GetDirectoryName(project.FilePath)!, document.FilePath ?? "obj").Split(Path.DirectorySeparatorChar)[0] == "obj";

    private static async Task<bool> NamesLibraryAsync(Project project, CancellationToken cancellation)
    {
        foreach (var document in project.Documents)
        {
            var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
            if (LibraryUse.IsNamedIn(Encoding.UTF8.GetBytes(text.ToString())))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The workspace calls a project of several frameworks «Shop(net8.0)».</summary>
    private static string WithoutFramework(string name)
    {
        var bracket = name.EndsWith(')') ? name.LastIndexOf('(') : -1;
        return bracket <= 0 ? name : name[..bracket];
    }
}
