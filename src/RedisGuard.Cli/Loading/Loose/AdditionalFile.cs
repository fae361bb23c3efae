using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RedisGuard.Cli.Loading.Loose;

/// <summary>A file that a project hands to analyzers.</summary>
internal sealed class AdditionalFile(string path) : AdditionalText
{
    public override string Path => path;

    public override SourceText? GetText(CancellationToken cancellationToken = default)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return SourceText.From(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
