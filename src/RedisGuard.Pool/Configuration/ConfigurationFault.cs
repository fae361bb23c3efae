namespace RedisGuard.Pool.Configuration;

/// <summary>Something in the text of a configuration can't be used. Its message says what, in words of our own: nothing of the text is in it.</summary>
#pragma warning disable CA1064 // It never leaves the reader of configurations.
#pragma warning disable CA1032 // Whoever throws it has a reason to tell.
internal sealed class ConfigurationFault(string reason) : Exception(reason);
