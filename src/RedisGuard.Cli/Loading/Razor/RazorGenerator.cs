using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Cli.Loading.Loose;

namespace RedisGuard.Cli.Loading.Razor;

/// <summary>Writes the C# of Razor files with the generator of the installed SDK, as its build does.</summary>
internal sealed class RazorGenerator
{
    private static readonly Lazy<RazorGenerator?> s_installed = new(Load);

    private readonly ISourceGenerator _generator;

    private RazorGenerator(ISourceGenerator generator) => _generator = generator;

    /// <summary>Null where there is no SDK, or where its generator needs a newer compiler than the tool's.</summary>
    public static RazorGenerator? Installed => s_installed.Value;

    /// <param name="compilation">The code that the Razor files stand beside.</param>
    /// <param name="files">Their absolute paths.</param>
    /// <param name="folder">The project's folder: a file's class is named by its path from there.</param>
    /// <param name="rootNamespace">The project's.</param>
    /// <param name="cancellation">Stops.</param>
    public CSharpCompilation AddTo(CSharpCompilation compilation, ImmutableArray<string> files, string folder, string rootNamespace, CancellationToken cancellation)
    {
        var parse = (CSharpParseOptions?)compilation.SyntaxTrees.FirstOrDefault()?.Options;
        var driver = CSharpGeneratorDriver.Create(
            [_generator],
            [.. files.Select(static file => new AdditionalFile(file))],
            parse ?? CSharpParseOptions.Default,
            new RazorOptions(folder, rootNamespace));
        driver.RunGeneratorsAndUpdateCompilation(compilation, out var withRazor, out _, cancellation);
        return (CSharpCompilation)withRazor;
    }

    private static RazorGenerator? Load()
    {
        if (SdkMSBuild.Folder is not { } sdk)
        {
            return null;
        }

        var file = Path.Combine(sdk, "Sdks", "Microsoft.NET.Sdk.Razor", "source-generators", "Microsoft.CodeAnalysis.Razor.Compiler.dll");
        if (!File.Exists(file))
        {
            return null;
        }

        // Its own failure to load is said by an event; here it has no generator then.
        var generator = new AnalyzerFileReference(file, new RazorAssemblies(Path.GetDirectoryName(file)!)).GetGenerators(LanguageNames.CSharp).FirstOrDefault();
        return generator is not null && Works(generator) ? new RazorGenerator(generator) : null;
    }

    /// <summary>A generator for another compiler may load and fail at its first use.</summary>
    private static bool Works(ISourceGenerator generator)
    {
        var compilation = CSharpCompilation.Create("Probe", references: new ReferenceAssemblies().Frameworks);
        var run = CSharpGeneratorDriver.Create([generator], [new RazorProbe()], CSharpParseOptions.Default, new RazorOptions(RazorProbe.Folder, "Probe"))
            .RunGenerators(compilation)
            .GetRunResult();
        return run.GeneratedTrees.Length > 0 && run.Results.All(static result => result.Exception is null);
    }
}
