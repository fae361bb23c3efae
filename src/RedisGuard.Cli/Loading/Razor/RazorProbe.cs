using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RedisGuard.Cli.Loading.Razor;

/// <summary>A component that lies nowhere, to try a generator with.</summary>
internal sealed class RazorProbe : AdditionalText
{
    public static string Folder { get; } = System.IO.Path.GetTempPath();

    public override string Path { get; } = System.IO.Path.Combine(Folder, "Probe.razor");

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From("<p>@(1 + 1)</p>", System.Text.Encoding.UTF8);
}
