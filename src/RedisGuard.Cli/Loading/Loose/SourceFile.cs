using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace RedisGuard.Cli.Loading.Loose;

/// <summary>A file's path and content.</summary>
internal sealed class SourceFile(string path, byte[] content)
{
    public string Path => path;

    public ReadOnlyMemory<byte> Bytes => content;

    /// <summary>Null where the file can't be read: it went away, or isn't ours to read.</summary>
    public static SourceFile? TryRead(string path)
    {
        try
        {
            return new SourceFile(path, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public CSharpSyntaxTree Parse(CSharpParseOptions options, CancellationToken cancellation) =>
        (CSharpSyntaxTree)CSharpSyntaxTree.ParseText(SourceText.From(content, content.Length), options, path, cancellation);
}
