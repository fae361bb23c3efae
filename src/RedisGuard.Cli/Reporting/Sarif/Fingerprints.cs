using System.Security.Cryptography;
using System.Text;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>
/// Makes a finding the same finding in the next run although lines were added above it: rule, file, the line's text,
/// and which of several equal ones it is.
/// </summary>
internal sealed class Fingerprints
{
    private readonly Dictionary<string, int> _seen = [];

    public string Next(Finding finding)
    {
        var identity = $"{finding.Id}\n{finding.Place.Path}\n{finding.SourceLine.Trim()}";
        var before = _seen.GetValueOrDefault(identity);
        _seen[identity] = before + 1;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{identity}\n{before}"));
        return Hex.Lower(hash.AsSpan(0, 16));
    }
}
