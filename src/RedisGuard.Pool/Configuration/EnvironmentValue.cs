namespace RedisGuard.Pool.Configuration;

/// <summary>Value of an environment variable.</summary>
/// <param name="Value">Its value, or the default where it is unset or malformed.</param>
/// <param name="Failure">What is wrong with it. Told when the value is needed: a program that states an option itself doesn't care.</param>
internal readonly record struct EnvironmentValue<T>(T Value, RedisPoolConfigurationException? Failure = null);
