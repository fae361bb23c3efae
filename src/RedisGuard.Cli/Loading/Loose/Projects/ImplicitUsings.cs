using System.Collections.Immutable;

namespace RedisGuard.Cli.Loading.Loose.Projects;

/// <summary>The global usings that an SDK writes. Source: https://learn.microsoft.com/dotnet/core/project-sdk/overview#implicit-using-directives.</summary>
internal static class ImplicitUsings
{
    private static readonly string[] Base =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
    ];

    private static readonly string[] Worker =
    [
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    private static readonly string[] Web =
    [
        "System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing", .. Worker,
    ];

    /// <summary>What every SDK's project may rely on: for sources of which no project file tells.</summary>
    public static ImmutableArray<string> Any { get; } = [.. Base, .. Web];

    public static ImmutableArray<string> Of(string sdk)
    {
        // «Microsoft.NET.Sdk.Web/10.0.100», or several SDKs with semicolons.
        var names = sdk.Split(';', StringSplitOptions.TrimEntries).Select(name => name.Split('/')[0]).ToArray();
        if (names.Contains("Microsoft.NET.Sdk.Web", StringComparer.OrdinalIgnoreCase))
        {
            return [.. Base, .. Web];
        }

        if (names.Contains("Microsoft.NET.Sdk.Worker", StringComparer.OrdinalIgnoreCase))
        {
            return [.. Base, .. Worker];
        }

        return [.. Base];
    }
}
