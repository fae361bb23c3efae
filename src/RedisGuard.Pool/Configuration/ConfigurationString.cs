using StackExchange.Redis;

namespace RedisGuard.Pool.Configuration;

/// <summary>
/// Reads a StackExchange.Redis configuration string as the library does, and refuses what the library takes for one more end
/// point, or leaves out without a word.
/// </summary>
internal static class ConfigurationString
{
    /// <exception cref="ConfigurationFault">It is malformed.</exception>
    public static ConfigurationOptions Parse(string text)
    {
        Check(text);
        return ParseOptions(text);
    }

    /// <summary>Reads options that were checked; what the library doesn't like about them is told without its words, which quote the text.</summary>
    /// <exception cref="ConfigurationFault">It is malformed.</exception>
    public static ConfigurationOptions ParseOptions(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text);
        }
        catch (ArgumentException e) when (e.ParamName is { } option && ConfigurationKeys.IsKnown(option))
        {
            throw new ConfigurationFault($"'{option}' has no usable value");
        }
        catch (ArgumentException)
        {
            throw new ConfigurationFault("one of its options doesn't exist (a password is given as 'password=')");
        }
#pragma warning disable CA1031 // Whatever the library throws at a text, its words may quote it.
        catch (Exception)
#pragma warning restore CA1031
        {
            throw new ConfigurationFault("an option has no usable value");
        }
    }

    private static void Check(string text)
    {
        var isBehindSecret = false;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                isBehindSecret |= ConfigurationKeys.IsSecret(part[..equals].TrimEnd());
                continue;
            }

            if (isBehindSecret)
            {
                // It may be the rest of a password.
                throw new ConfigurationFault(
                    "an end point stands behind user or password: put end points first. A password with a comma in it goes into a URL (as %2C) or into ConfigurationOptions.Password");
            }

            if (!EndPointText.IsOne(part))
            {
                throw new ConfigurationFault(
                    "an end point is not of the form host:port. User and password are options: 'user=…,password=…'");
            }
        }
    }
}
