using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Cli.Reports;
using RedisGuard.Cli.Scanning;
using RedisGuard.Watch.LeakReports;

namespace RedisGuard.Cli.Loading.Loose.Projects;

/// <summary>Turns an evaluated project into what compiling its loose sources needs.</summary>
internal static class ProjectReader
{
    private static readonly string[] TestPackages = ["Microsoft.NET.Test.Sdk", "xunit", "NUnit", "MSTest", "TUnit", "Microsoft.VisualStudio.QualityTools.UnitTestFramework", "BenchmarkDotNet"];
    private static readonly string[] ProgramSdks = ["Sdk.Web", "Sdk.Worker", "Sdk.BlazorWebAssembly", "Aspire.AppHost"];

    /// <param name="project">The project file's absolute path.</param>
    /// <param name="properties">Build properties that no project file may change.</param>
    public static ProjectFile Read(string project, ImmutableDictionary<string, string>? properties = null)
    {
        properties ??= ImmutableDictionary<string, string>.Empty;
        var evaluation = ProjectEvaluation.Of(project, properties);
        var framework = TargetFramework.Best(Split(evaluation.Properties["TargetFramework"]))
            ?? TargetFramework.Best(Split(evaluation.Properties["TargetFrameworks"]));
        // Conditions on the framework hold or don't only once there is one.
        if (framework is not null && evaluation.Properties["TargetFramework"].Length == 0)
        {
            evaluation = ProjectEvaluation.Of(project, properties.SetItem("TargetFramework", framework.Moniker));
        }

        return Describe(project, evaluation, framework);
    }

    private static ProjectFile Describe(string project, ProjectEvaluation evaluation, TargetFramework? framework)
    {
        var folder = Path.GetDirectoryName(project)!;
        var properties = evaluation.Properties;
        var isTest = IsTest(evaluation);
        return new ProjectFile
        {
            Path = project,
            Name = Path.GetFileNameWithoutExtension(project),
            Folder = folder,
            AssemblyName = properties["AssemblyName"] is { Length: > 0 } name ? name : Path.GetFileNameWithoutExtension(project),
            Sources = ProjectSources.Of(evaluation, folder),
            ProjectReferences = Paths(evaluation, folder, "ProjectReference"),
            GlobalUsings = ProjectUsings.Of(evaluation),
            InternalsVisibleTo = [.. Names(evaluation, "InternalsVisibleTo")],
            Symbols = [.. Split(properties["DefineConstants"]), "DEBUG", "TRACE", .. evaluation.Sdk is null ? [] : framework?.Symbols() ?? []],
            LanguageVersion = Language(properties["LangVersion"]),
            Nullable = properties["Nullable"].Equals("enable", StringComparison.OrdinalIgnoreCase) ? NullableContextOptions.Enable : NullableContextOptions.Disable,
            OutputKind = IsProgram(evaluation, isTest) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            Severities = Severities(properties),
            BuildProperties = ImmutableDictionary.CreateRange(new Dictionary<string, string>
            {
                ["TargetFramework"] = framework?.Moniker ?? "",
                ["RootNamespace"] = properties["RootNamespace"] is { Length: > 0 } space ? space : Path.GetFileNameWithoutExtension(project),
                ["ProjectDir"] = folder + Path.DirectorySeparatorChar,
                ["OutputType"] = properties["OutputType"],
                ["IsTestProject"] = isTest ? "true" : "",
                ["UsingMicrosoftNETSdkWeb"] = evaluation.Sdk?.Contains("Sdk.Web", StringComparison.OrdinalIgnoreCase) == true ? "true" : "",
            }),
            ConfigFiles = [.. Paths(evaluation, folder, "GlobalAnalyzerConfigFiles"), .. Paths(evaluation, folder, "EditorConfigFiles")],
            AdditionalFiles = [.. Paths(evaluation, folder, "AdditionalFiles").Union(SeenLeaks(properties, folder))],
            Mode = properties["RedisGuardMode"],
            Notes = evaluation.Notes,
            NamesLibrary = evaluation.Items
                .Where(item => item.Kind is "PackageReference" or "Reference" or "Using")
                .Any(item => item.Include.Any(LibraryUse.IsNamedIn)),
        };
    }

    private static bool IsTest(ProjectEvaluation evaluation) => evaluation.Properties["IsTestProject"].ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => false,
        // An old project has references with paths in place of packages.
        _ => Names(evaluation, "PackageReference").Concat(Names(evaluation, "Reference")).Any(package => TestPackages.Any(test => package.StartsWith(test, StringComparison.OrdinalIgnoreCase))),
    };

    private static bool IsProgram(ProjectEvaluation evaluation, bool isTest) =>
        isTest
        || evaluation.Properties["OutputType"].EndsWith("exe", StringComparison.OrdinalIgnoreCase)
        || (evaluation.Properties["OutputType"].Length == 0
            && evaluation.Sdk is { } sdk
            && ProgramSdks.Any(program => sdk.Contains(program, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Unset means the newest: an old default would only turn newer syntax into errors.</summary>
    private static LanguageVersion Language(string version) =>
        version.Length > 0 && LanguageVersionFacts.TryParse(version, out var parsed) && parsed != LanguageVersion.Default ? parsed : LanguageVersion.Latest;

    private static ImmutableDictionary<string, ReportDiagnostic> Severities(PropertyTable properties)
    {
        var severities = ImmutableDictionary.CreateBuilder<string, ReportDiagnostic>();
        foreach (var id in Ids(properties["WarningsAsErrors"]))
        {
            severities[id] = ReportDiagnostic.Error;
        }

        foreach (var id in Ids(properties["NoWarn"]))
        {
            severities[id] = ReportDiagnostic.Suppress;
        }

        return severities.ToImmutable();
    }

    private static IEnumerable<string> Ids(string list) => Split(list.Replace(',', ';')).SelectMany(part => part.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Names(ProjectEvaluation evaluation, string kind) =>
        evaluation.Items.Where(item => item.Kind == kind).SelectMany(item => item.Include);

    private static ImmutableArray<string> Paths(ProjectEvaluation evaluation, string folder, string kind) =>
        [.. Names(evaluation, kind).SelectMany(path => new ItemGlob(folder, path).Files()).Distinct()];

    /// <summary>What the analyzers' package hands over: the file that the project names, or the one beside it or at the root of the repository.</summary>
    private static IEnumerable<string> SeenLeaks(PropertyTable properties, string folder) =>
        (properties["RedisGuardLeakReport"] is { Length: > 0 } named
            ? [ProjectPaths.Combine(folder, named)]
            : (string[])[Path.Combine(folder, LeakReport.FileName), Path.Combine(RepositoryRoot.Of(folder), LeakReport.FileName)])
        .Where(File.Exists)
        .Take(1);

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
