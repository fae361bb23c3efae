namespace RedisGuard.Cli;

/// <summary>Bytes as hexadecimal digits in lower case; .NET 8 has them in upper case alone.</summary>
internal static class Hex
{
    public static string Lower(ReadOnlySpan<byte> bytes) =>
#if NET9_0_OR_GREATER
        Convert.ToHexStringLower(bytes);
#else
        string.Create(bytes.Length * 2, Convert.ToHexString(bytes), static (lower, upper) =>
        {
            for (var at = 0; at < lower.Length; at++)
            {
                lower[at] = char.ToLowerInvariant(upper[at]);
            }
        });
#endif
}
