using System.Security.Cryptography;
using System.Text;

namespace RedisGuard.Cli.Reports;

/// <summary>The turn of one process at a time with a file that several read, add to and write. For one thread.</summary>
internal sealed class FileTurn : IDisposable
{
    // Adding takes milliseconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Mutex? _mutex;
    private readonly bool _isMine;

    /// <summary>Waits for it; where there can be none, or who has it doesn't end, goes on without.</summary>
    /// <param name="file">The file.</param>
    public FileTurn(string file)
    {
        var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(file))));
        try
        {
            _mutex = new Mutex(initiallyOwned: false, $"Global\\redisguard-{name}");
            _isMine = _mutex.WaitOne(Patience);
        }
        catch (AbandonedMutexException)
        {
            // Its last owner was killed. The file is written whole or not at all.
            _isMine = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or WaitHandleCannotBeOpenedException)
        {
            // No place that processes share, or another user's.
        }
    }

    public void Dispose()
    {
        if (_isMine)
        {
            _mutex!.ReleaseMutex();
        }

        _mutex?.Dispose();
    }
}
