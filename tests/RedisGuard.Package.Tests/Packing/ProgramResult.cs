using System.Text.RegularExpressions;

namespace RedisGuard.Package.Tests.Packing;

internal sealed partial record ProgramResult(string Command, int ExitCode, string Output)
{
    /// <summary>Every distinct <c>severity ID</c> that a build printed, such as <c>warning RG1002</c>.</summary>
    public IReadOnlyList<string> Diagnostics
        => [.. DiagnosticPattern().Matches(Output).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];

    public ProgramResult ShouldSucceed()
    {
        Assert.True(ExitCode == 0, $"{Command} ended with {ExitCode}:{Environment.NewLine}{Output}");
        return this;
    }

    public ProgramResult ShouldFail()
    {
        Assert.True(ExitCode != 0, $"{Command} should have failed:{Environment.NewLine}{Output}");
        return this;
    }

    [GeneratedRegex(@"\b((?:warning|error) [A-Z]+[0-9]+)\b")]
    private static partial Regex DiagnosticPattern();
}
