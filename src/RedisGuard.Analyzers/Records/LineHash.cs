using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace RedisGuard.Analyzers.Records;

/// <summary>The start of the SHA-256 of a line of code without its blanks: tells whether a line is the recorded one without recording it.</summary>
internal static class LineHash
{
    private const int Bytes = 8;

    public static string Of(string line)
    {
        byte[] bare = Encoding.UTF8.GetBytes(string.Concat(line.Where(character => !char.IsWhiteSpace(character))));
        using var sha = SHA256.Create();
        return "sha256:" + string.Concat(((IEnumerable<byte>)sha.ComputeHash(bare)).Take(Bytes).Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
    }
}
