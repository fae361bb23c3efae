using System.Collections.Immutable;

namespace RedisGuard.Cli.Commands;

/// <summary>Build properties as <c>dotnet build</c> takes them: <c>-p:Name=Value</c>, several with semicolons.</summary>
internal static class BuildProperty
{
    /// <exception cref="CannotRunException">One of them is no <c>Name=Value</c>.</exception>
    public static ImmutableDictionary<string, string> Parse(IEnumerable<string> texts)
    {
        var properties = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in texts.SelectMany(static text => text.Split(';', StringSplitOptions.RemoveEmptyEntries)))
        {
            var name = text.Split('=')[0].Trim();
            if (name.Length == 0 || name.Length == text.Length)
            {
                throw new CannotRunException($"-p '{text}': expected Name=Value");
            }

            properties[name] = text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim();
        }

        return properties.ToImmutable();
    }
}
