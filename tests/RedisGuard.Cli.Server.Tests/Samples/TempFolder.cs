namespace RedisGuard.Cli.Server.Tests.Samples;

/// <summary>A folder that ends with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisguard-cli-");

    public string Root => _folder.FullName;

    public string At(string name) => Path.Combine(Root, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
