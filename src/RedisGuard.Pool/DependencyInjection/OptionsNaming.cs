using Microsoft.Extensions.Options;

namespace RedisGuard.Pool.DependencyInjection;

/// <summary>A pool that is registered under a name bears it, unless it was given another.</summary>
internal sealed class OptionsNaming : IPostConfigureOptions<RedisPoolOptions>
{
    public void PostConfigure(string? name, RedisPoolOptions options)
    {
        if (!string.IsNullOrEmpty(name) && options.Name is null)
        {
            options.Name = name;
        }
    }
}
