#if !NET9_0_OR_GREATER
namespace RedisGuard.Cli.Loading.Loose;

/// <summary>A lookup by spans, which sets of .NET 8 don't have: most words are of no name's length, and cost no string.</summary>
internal sealed class NamesByLength(HashSet<string> names)
{
    private readonly HashSet<int> _lengths = [.. names.Select(static name => name.Length)];

    public bool Contains(ReadOnlySpan<char> word) => _lengths.Contains(word.Length) && names.Contains(word.ToString());
}
#endif
