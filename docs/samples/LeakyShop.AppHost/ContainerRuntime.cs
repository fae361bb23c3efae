namespace LeakyShop.AppHost;

/// <summary>Docker or Podman.</summary>
internal static class ContainerRuntime
{
    public static bool IsInstalled => IsOnPath("docker") || IsOnPath("podman");

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));
}
