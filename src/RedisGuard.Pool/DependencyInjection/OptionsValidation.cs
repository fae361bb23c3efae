using Microsoft.Extensions.Options;
using RedisGuard.Pool.Configuration;

namespace RedisGuard.Pool.DependencyInjection;

/// <summary>Tells everything that is wrong with the options of a pool, when the host starts.</summary>
internal sealed class OptionsValidation : IValidateOptions<RedisPoolOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisPoolOptions options)
    {
        List<string> failures = [.. RedisPoolOptionsValidator.Failures(options).Select(static failure => failure.Message)];
        try
        {
            options.Resolve();
        }
        catch (RedisPoolConfigurationException e)
        {
            failures.Add(e.Message);
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
