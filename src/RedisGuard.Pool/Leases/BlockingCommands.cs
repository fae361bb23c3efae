using RedisGuard.Pool.Connections;
using StackExchange.Redis;

namespace RedisGuard.Pool.Leases;

/// <summary>
/// Counts the commands of a tenancy that may wait at the server (BLPOP, WAIT …) and have no answer yet: given up, one would take an
/// element that nobody gets.
/// </summary>
/// <remarks>Thread-safe. A tenancy that is over counts no more, whatever still comes of it.</remarks>
internal sealed class BlockingCommands
{
    private readonly object _gate = new();
    private long _tenancy;
    private int _open;

    /// <summary>Tells whether one of that tenancy waits.</summary>
    public bool Any(long tenancy)
    {
        lock (_gate)
        {
            return _tenancy == tenancy && _open > 0;
        }
    }

    /// <summary>Before one is sent.</summary>
    public void Begin(long tenancy)
    {
        lock (_gate)
        {
            if (_tenancy < tenancy)
            {
                (_tenancy, _open) = (tenancy, 0);
            }

            if (_tenancy == tenancy)
            {
                _open++;
            }
        }
    }

    /// <summary>One was answered.</summary>
    public void End(long tenancy)
    {
        lock (_gate)
        {
            if (_tenancy == tenancy)
            {
                _open--;
            }
        }
    }

    /// <summary>Ends one with its answer, before who sent it has that.</summary>
    public Task<T> EndAsync<T>(long tenancy, Task<T> call)
    {
        var ended = EndWithAnswerAsync(tenancy, call);

        // As the library does: a command that was given up is no failure of the process.
        ended.Observe();
        return ended;
    }

    /// <summary>Ends one that failed, where that tells that it doesn't wait: a refusal is an answer, a timeout is none.</summary>
    public void EndWith(long tenancy, Exception failure)
    {
        if (failure is RedisServerException or RedisCommandException)
        {
            End(tenancy);
        }
    }

    private async Task<T> EndWithAnswerAsync<T>(long tenancy, Task<T> call)
    {
        try
        {
            var answer = await call.ConfigureAwait(false);
            End(tenancy);
            return answer;
        }
        catch (Exception failure)
        {
            EndWith(tenancy, failure);
            throw;
        }
    }
}
