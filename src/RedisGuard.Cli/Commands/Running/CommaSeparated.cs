using System.CommandLine.Parsing;

namespace RedisGuard.Cli.Commands.Running;

/// <summary>Several values of an enumeration in one argument: <c>leak,churn</c>.</summary>
internal static class CommaSeparated
{
    public static T[]? Parse<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var values = new List<T>();
        foreach (var word in result.Tokens.SelectMany(static token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!Enum.TryParse<T>(word, ignoreCase: true, out var value) || !Enum.IsDefined(value))
            {
                result.AddError($"'{word}' is not one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
                return null;
            }

            values.Add(value);
        }

        return [.. values];
    }
}
