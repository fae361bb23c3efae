using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RedisGuard.Cli.Loading.Razor;

/// <summary>Options that the Razor SDK tells its generator of a project and of each Razor file.</summary>
internal sealed class RazorOptions(string folder, string rootNamespace) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(new Dictionary<string, string>
    {
        ["build_property.RazorLangVersion"] = "Latest",
        ["build_property.RazorConfiguration"] = "Default",
        ["build_property.RootNamespace"] = rootNamespace,
    });

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => Options.None;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options(new Dictionary<string, string>
    {
        ["build_metadata.AdditionalFiles.TargetPath"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, textFile.Path))),
    });

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public static Options None { get; } = new([]);

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
