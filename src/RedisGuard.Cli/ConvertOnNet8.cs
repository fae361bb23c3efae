#if !NET9_0_OR_GREATER
namespace RedisGuard.Cli;

/// <summary>A member of <see cref="Convert"/> that .NET 8 doesn't have.</summary>
internal static class ConvertOnNet8
{
    extension(Convert)
    {
        public static string ToHexStringLower(ReadOnlySpan<byte> bytes) => string.Create(bytes.Length * 2, Convert.ToHexString(bytes), static (lower, upper) =>
        {
            for (var at = 0; at < lower.Length; at++)
                lower[at] = char.ToLowerInvariant(upper[at]);
        });
    }
}
#endif
