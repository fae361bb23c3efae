using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Cli.Loading.Razor;
using RedisGuard.Cli.Reports;
using RedisGuard.Cli.Scanning;
using RedisGuard.Watch.LeakReports;

namespace RedisGuard.Cli.Loading.Loose.Projects;

/// <summary>Turns an evaluated project into what compiling its loose sources needs.</summary>
internal static class ProjectReader
{
    private static readonly string[] TestPackages = ["Microsoft.NET.Test.Sdk", "xunit", "NUnit", "MSTest", "TUnit", "Microsoft.VisualStudio.QualityTools.UnitTestFramework", "BenchmarkDotNet"];
    private static readonly string[] s_razorSdks = ["Sdk.Web", "Sdk.Razor", "Sdk.BlazorWebAssembly"];
    private static readonly string[] ProgramSdks = ["Sdk.Web", "Sdk.Worker", "Sdk.BlazorWebAssembly", "Aspire.AppHost"];

    /// <param name="project">The project file's absolute path.</param>
    /// <param name="evaluator">Works out what the file says.</param>
    /// <param name="properties">Build properties that no project file may change.</param>
    public static ProjectFile Read(string project, ProjectEvaluator evaluator, ImmutableDictionary<string, string>? properties = null)
    {
        properties ??= ImmutableDictionary<string, string>.Empty;
        var evaluation = evaluator.Evaluate(project, properties);
        var framework = TargetFramework.Best(Split(evaluation.Property("TargetFramework")))
            ?? TargetFramework.Best(Split(evaluation.Property("TargetFrameworks")));
        // Conditions on the framework hold or don't only once there is one.
        if (framework is not null && evaluation.Property("TargetFramework").Length == 0)
        {
            evaluation = evaluator.Evaluate(project, properties.SetItem("TargetFramework", framework.Moniker));
        }

        return Describe(project, evaluation, framework);
    }

    private static ProjectFile Describe(string project, IEvaluatedProject evaluation, TargetFramework? framework)
    {
        var folder = Path.GetDirectoryName(project)!;
        var isTest = IsTest(evaluation);
        return new ProjectFile
        {
            Path = project,
            Name = Path.GetFileNameWithoutExtension(project),
            Folder = folder,
            AssemblyName = evaluation.Property("AssemblyName") is { Length: > 0 } name ? name : Path.GetFileNameWithoutExtension(project),
            Sources = evaluation.Sources,
            RazorFiles = CompilesRazor(evaluation) ? [.. ProjectSources.Below(folder, RazorFiles.IsRazor)] : [],
            ProjectReferences = [.. evaluation.Files("ProjectReference").Distinct()],
            GlobalUsings = evaluation.GlobalUsings,
            InternalsVisibleTo = [.. evaluation.Names("InternalsVisibleTo")],
            Symbols = [.. Split(evaluation.Property("DefineConstants")), "DEBUG", "TRACE", .. evaluation.Sdk is null ? [] : framework?.Symbols() ?? []],
            LanguageVersion = Language(evaluation.Property("LangVersion")),
            Nullable = evaluation.Property("Nullable").Equals("enable", StringComparison.OrdinalIgnoreCase) ? NullableContextOptions.Enable : NullableContextOptions.Disable,
            OutputKind = IsProgram(evaluation, isTest) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            Severities = Severities(evaluation),
            BuildProperties = ImmutableDictionary.CreateRange(new Dictionary<string, string>
            {
                ["TargetFramework"] = framework?.Moniker ?? "",
                ["RootNamespace"] = evaluation.Property("RootNamespace") is { Length: > 0 } space ? space : Path.GetFileNameWithoutExtension(project),
                ["ProjectDir"] = folder + Path.DirectorySeparatorChar,
                ["OutputType"] = evaluation.Property("OutputType"),
                ["IsTestProject"] = isTest ? "true" : "",
                ["UsingMicrosoftNETSdkWeb"] = evaluation.Sdk?.Contains("Sdk.Web", StringComparison.OrdinalIgnoreCase) == true ? "true" : "",
            }),
            ConfigFiles = [.. evaluation.Files("GlobalAnalyzerConfigFiles").Concat(evaluation.Files("EditorConfigFiles")).Where(IsOwn).Distinct()],
            AdditionalFiles = [.. evaluation.Files("AdditionalFiles").Union(SeenLeaks(evaluation, folder))],
            Mode = evaluation.Property("RedisGuardMode"),
            Notes = evaluation.Notes,
            NamesLibrary = ((string[])["PackageReference", "Reference", "Using"]).SelectMany(evaluation.Names).Any(LibraryUse.IsNamedIn),
        };
    }

    private static bool CompilesRazor(IEvaluatedProject evaluation) =>
        evaluation.Sdk is { } sdk && s_razorSdks.Any(razor => sdk.EndsWith(razor, StringComparison.OrdinalIgnoreCase));

    private static bool IsTest(IEvaluatedProject evaluation) => evaluation.Property("IsTestProject").ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => false,
        // An old project has references with paths in place of packages.
        _ => evaluation.Names("PackageReference").Concat(evaluation.Names("Reference")).Any(package => TestPackages.Any(test => package.StartsWith(test, StringComparison.OrdinalIgnoreCase))),
    };

    private static bool IsProgram(IEvaluatedProject evaluation, bool isTest) =>
        isTest
        || evaluation.Property("OutputType").EndsWith("exe", StringComparison.OrdinalIgnoreCase)
        || (evaluation.Property("OutputType").Length == 0
            && evaluation.Sdk is { } sdk
            && ProgramSdks.Any(program => sdk.Contains(program, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Unset means the newest: an old default would only turn newer syntax into errors.</summary>
    private static LanguageVersion Language(string version) =>
        version.Length > 0 && LanguageVersionFacts.TryParse(version, out var parsed) && parsed != LanguageVersion.Default ? parsed : LanguageVersion.Latest;

    private static ImmutableDictionary<string, ReportDiagnostic> Severities(IEvaluatedProject evaluation)
    {
        var severities = ImmutableDictionary.CreateBuilder<string, ReportDiagnostic>();
        foreach (var id in Ids(evaluation.Property("WarningsAsErrors")))
        {
            severities[id] = ReportDiagnostic.Error;
        }

        foreach (var id in Ids(evaluation.Property("NoWarn")))
        {
            severities[id] = ReportDiagnostic.Suppress;
        }

        return severities.ToImmutable();
    }

    private static IEnumerable<string> Ids(string list) => Split(list.Replace(',', ';')).SelectMany(part => part.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Not the presets of the analyzers' package, which an earlier restore may have left in reach: the mode says which one applies.</summary>
    private static bool IsOwn(string config) => !config.Contains("redisguard.analyzers", StringComparison.OrdinalIgnoreCase);

    /// <summary>What the analyzers' package hands over: the file that the project names, or the one beside it or at the root of the repository.</summary>
    private static IEnumerable<string> SeenLeaks(IEvaluatedProject evaluation, string folder) =>
        (evaluation.Property("RedisGuardLeakReport") is { Length: > 0 } named
            ? [ProjectPaths.Combine(folder, named)]
            : (string[])[Path.Combine(folder, LeakReport.FileName), Path.Combine(RepositoryRoot.Of(folder), LeakReport.FileName)])
        .Where(File.Exists)
        .Take(1);

    private static string[] Split(string list) => list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
