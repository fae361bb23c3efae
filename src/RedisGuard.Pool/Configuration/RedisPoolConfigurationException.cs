namespace RedisGuard.Pool;

/// <summary>
/// An option or an environment variable has a value that cannot be used. The message names it, the value and what was
/// expected; never a password.
/// </summary>
public sealed class RedisPoolConfigurationException : Exception
{
    /// <summary>Creates one without a message.</summary>
    public RedisPoolConfigurationException()
    {
    }

    /// <summary>Creates one.</summary>
    /// <param name="message">What is wrong.</param>
    public RedisPoolConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates one.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What told so.</param>
    public RedisPoolConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal RedisPoolConfigurationException(string setting, string message)
        : base(message) => Setting = setting;

    /// <summary>The name of the option or variable; empty when it is not one alone.</summary>
    public string Setting { get; } = string.Empty;

    internal static RedisPoolConfigurationException For(string setting, object? value, string expected) =>
        new(setting, FormattableString.Invariant($"{setting} is '{value}': expected {expected}."));
}
