namespace RedisGuard.Cli.Tests.Samples;

/// <summary>A folder of sample code outside the repository, so that none of its build settings apply; gone with the test.</summary>
internal sealed class TempTree : IDisposable
{
    public TempTree() => Root = Directory.CreateTempSubdirectory("redisguard-").FullName;

    public string Root { get; }

    /// <summary>Writes a file, and returns its absolute path.</summary>
    public string Write(string path, string text)
    {
        var full = At(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public string At(string path) => Path.GetFullPath(Path.Combine(Root, path));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
