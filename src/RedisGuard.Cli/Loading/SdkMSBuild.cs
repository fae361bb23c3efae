using System.Runtime.InteropServices;
using Microsoft.Build.Locator;

namespace RedisGuard.Cli.Loading;

/// <summary>
/// The MSBuild of the newest installed SDK that runs on the tool's own .NET, brought into this process to evaluate project files.
/// The tool ships none: the SDK's knows the SDK's files.
/// </summary>
internal static class SdkMSBuild
{
    private static readonly Lazy<string?> s_folder = new(Register);

    /// <summary>The SDK's folder; null where there is none.</summary>
    /// <remarks>Asked for before anything touches MSBuild's types: from then on they come from this folder.</remarks>
    public static string? Folder => s_folder.Value;

    /// <summary>Tells whether this is one of the SDK's own project SDKs: others would have to be fetched from a feed first.</summary>
    public static bool Has(string sdk) => Folder is { } folder && Directory.Exists(Path.Combine(folder, "Sdks", sdk));

    private static string? Register()
    {
        var folder = Newest();
        // By its path alone: registering the instance would set variables that every program started from here inherits.
        // Without an SDK, what opens projects still wants the types that MSBuild's tasks share.
        MSBuildLocator.RegisterMSBuildPath(folder ?? Path.Combine(AppContext.BaseDirectory, "msbuild"));
        return folder;
    }

    /// <summary>Beside the runtime that this process runs on. An MSBuild for a newer one couldn't be loaded.</summary>
    private static string? Newest()
    {
        var sdks = new DirectoryInfo(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "sdk"));
        return sdks.Exists
            ? sdks.EnumerateDirectories()
                .Where(static sdk => File.Exists(Path.Combine(sdk.FullName, "Microsoft.Build.dll")))
                .Select(static sdk => (sdk.FullName, Version: Version.TryParse(sdk.Name.Split('-')[0], out var version) ? version : new Version()))
                .Where(static sdk => sdk.Version.Major <= Environment.Version.Major)
                .OrderByDescending(static sdk => sdk.Version)
                .Select(static sdk => Path.GetFullPath(sdk.FullName))
                .FirstOrDefault()
            : null;
    }
}
