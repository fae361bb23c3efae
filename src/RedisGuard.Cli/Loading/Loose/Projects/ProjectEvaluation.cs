using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;

namespace RedisGuard.Cli.Loading.Loose.Projects;

/// <summary>
/// Evaluates a project file as far as reading its sources needs: Directory.Build.props and .targets, imports, properties,
/// items. No SDK, no targets, nothing executed.
/// </summary>
internal sealed class ProjectEvaluation : IEvaluatedProject
{
    private const int MaximumImports = 100;

    private readonly string _project;
    private readonly List<(XElement Group, string File)> _itemGroups = [];
    private readonly HashSet<string> _imported = [];
    private readonly SortedSet<string> _notes = new(StringComparer.Ordinal);

    private ProjectEvaluation(string project, ImmutableDictionary<string, string> properties)
    {
        _project = project;
        var folder = Path.GetDirectoryName(project)!;
        Properties.Fix("MSBuildProjectDirectory", folder);
        Properties.Fix("ProjectDir", folder + Path.DirectorySeparatorChar);
        Properties.Fix("MSBuildProjectName", Path.GetFileNameWithoutExtension(project));
        Properties.Fix("MSBuildProjectFullPath", project);
        Properties.Fix("MSBuildProjectFile", Path.GetFileName(project));
        Properties.Fix("MSBuildProjectExtension", Path.GetExtension(project));
        Properties.Fix("OS", OperatingSystem.IsWindows() ? "Windows_NT" : "Unix");
        Properties["Configuration"] = "Debug";
        Properties["Platform"] = "AnyCPU";
        foreach (var (name, value) in properties)
        {
            Properties.Fix(name, value);
        }
    }

    public PropertyTable Properties { get; } = new();

    public IReadOnlyList<ProjectItem> Items { get; private set; } = [];

    public string? Sdk { get; private set; }

    public ImmutableArray<string> Sources { get; private set; } = [];

    public ImmutableArray<string> GlobalUsings => ProjectUsings.Of(this);

    /// <summary>The conditions that weren't understood.</summary>
    public ImmutableArray<string> Notes => [.. _notes];

    private string Folder => Path.GetDirectoryName(_project)!;

    public string Property(string name) => Properties[name];

    public IEnumerable<string> Names(string kind) => Items.Where(item => item.Kind == kind).SelectMany(static item => item.Include);

    public IEnumerable<string> Files(string kind) => Names(kind).SelectMany(path => new ItemGlob(Folder, path).Files());

    /// <param name="project">The absolute path of the project file.</param>
    /// <param name="properties">Build properties that no project file may change, such as one of several target frameworks.</param>
    public static ProjectEvaluation Of(string project, ImmutableDictionary<string, string> properties)
    {
        var evaluation = new ProjectEvaluation(project, properties);
        evaluation.ImportNearest("Directory.Build.props");
        evaluation.Import(project);
        evaluation.ImportNearest("Directory.Build.targets");
        // Only now, as MSBuild does it: items see the final values of all properties.
        evaluation.Items = [.. evaluation._itemGroups.SelectMany(group => evaluation.ItemsOf(group.Group, group.File))];
        evaluation.Sources = ProjectSources.Of(evaluation, evaluation.Folder);
        return evaluation;
    }

    private void ImportNearest(string name)
    {
        if (ProjectPaths.FindAbove(Path.GetDirectoryName(_project)!, name) is { } file)
        {
            Import(file);
        }
    }

    private void Import(string file)
    {
        if (_imported.Count >= MaximumImports || !File.Exists(file) || !_imported.Add(file))
        {
            return;
        }

        XElement root;
        try
        {
            root = XDocument.Load(file).Root!;
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            // A project file that doesn't parse still has sources around it, which the SDK's defaults describe.
            Sdk ??= file == _project ? "Microsoft.NET.Sdk" : null;
            return;
        }

        if (file == _project)
        {
            Sdk = ProjectSdks.Of(root) is [var first, ..] ? first : null;
        }

        Enter(file);
        foreach (var child in root.Elements())
        {
            Visit(child, file);
            Enter(file);
        }
    }

    private void Enter(string file)
    {
        Properties["MSBuildThisFileDirectory"] = Path.GetDirectoryName(file) + Path.DirectorySeparatorChar;
        Properties["MSBuildThisFileFullPath"] = file;
    }

    private void Visit(XElement element, string file)
    {
        if (!Holds(element, file))
        {
            return;
        }

        switch (element.Name.LocalName)
        {
            case "PropertyGroup":
                foreach (var property in element.Elements().Where(property => Holds(property, file)))
                {
                    Properties[property.Name.LocalName] = Properties.Expand(property.Value.Trim());
                }

                break;
            case "ItemGroup":
                _itemGroups.Add((element, file));
                break;
            case "Import" when element.Attribute("Project")?.Value is { } path && element.Attribute("Sdk") is null:
                if (Properties.Expand(path) is { Length: > 0 } expanded)
                {
                    Import(ProjectPaths.Combine(Path.GetDirectoryName(file)!, expanded));
                }

                break;
            case "ImportGroup":
                foreach (var child in element.Elements())
                {
                    Visit(child, file);
                }

                break;
            case "Choose":
                var branch = element.Elements().FirstOrDefault(child => child.Name.LocalName == "When" && Holds(child, file))
                    ?? element.Elements().FirstOrDefault(child => child.Name.LocalName == "Otherwise");
                foreach (var child in branch?.Elements() ?? [])
                {
                    Visit(child, file);
                }

                break;
        }
    }

    private bool Holds(XElement element, string file)
    {
        var text = element.Attribute("Condition")?.Value;
        var holds = Condition.Holds(text, Properties, Path.GetDirectoryName(file)!, out var isUnderstood);
        if (!isUnderstood)
        {
            _notes.Add($"{Path.GetFileName(file)}: a condition isn't understood, and counts as {(holds ? "true" : "false")}: {text!.ReplaceLineEndings(" ").Trim()}");
        }

        return holds;
    }

    private IEnumerable<ProjectItem> ItemsOf(XElement group, string file)
    {
        Enter(file);
        foreach (var item in group.Elements().Where(item => Holds(item, file)))
        {
            yield return new ProjectItem(item.Name.LocalName, Parts(item, "Include"), Parts(item, "Remove"), item);
        }
    }

    private string[] Parts(XElement item, string attribute) =>
        Properties.Expand(item.Attribute(attribute)?.Value ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
