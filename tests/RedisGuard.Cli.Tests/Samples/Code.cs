namespace RedisGuard.Cli.Tests.Samples;

/// <summary>Sample sources and project files.</summary>
internal static class Code
{
    /// <summary>Opens a connection in line 7, column 19, and never closes it.</summary>
    public const string Leak =
        """
        using StackExchange.Redis;

        public class Shop
        {
            public void Sell(string item)
            {
                var mux = ConnectionMultiplexer.Connect("localhost");
                mux.GetDatabase().StringSet(item, "sold");
            }
        }

        """;

    /// <summary>Uses the library and leaks nothing.</summary>
    public const string Clean =
        """
        using StackExchange.Redis;

        public class Shop(IConnectionMultiplexer shared)
        {
            public void Sell(string item) => shared.GetDatabase().StringSet(item, "sold");
        }

        """;

    /// <summary>Awaits a queued command in line 8 before it is sent; a build leaves this to the library's own rule.</summary>
    public const string Hang =
        """
        using StackExchange.Redis;

        public class Shop
        {
            public async System.Threading.Tasks.Task SellAsync(IDatabase db)
            {
                var batch = db.CreateBatch();
                await batch.StringSetAsync("item", "sold");
                batch.Execute();
            }
        }

        """;

    /// <summary>Waits for a command by blocking in line 5; builds with a newer library hear of it from the library's own rule.</summary>
    public const string Wait =
        """
        using StackExchange.Redis;

        public class Shop(IDatabase db)
        {
            public string? Stock(string item) => db.StringGetAsync(item).Result;
        }

        """;

    /// <summary>Opens a connection in line 8, column 19, and never closes it.</summary>
    public const string LeakyComponent =
        """
        @using StackExchange.Redis

        <p>@_ticks</p>

        @code {
            private int _ticks;
            protected override void OnInitialized() {
                var mux = ConnectionMultiplexer.Connect("localhost");
                _ticks = (int)mux.GetDatabase().StringGet("ticks");
            }
        }

        """;

    /// <summary>Opens a connection in line 4, column 15, and never closes it.</summary>
    public const string LeakyPage =
        """
        @page
        @using StackExchange.Redis
        @{
            var mux = ConnectionMultiplexer.Connect("localhost");
        }
        <p>@mux.GetDatabase().StringGet("ticks")</p>

        """;

    /// <summary>A project that restores without a network: the library comes as a file.</summary>
    public static string Project(string properties = "", string items = "") =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <NuGetAudit>false</NuGetAudit>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="StackExchange.Redis" HintPath="{Path.Combine(AppContext.BaseDirectory, "references", "StackExchange.Redis.dll")}" />
            <Reference Include="RESPite" HintPath="{Path.Combine(AppContext.BaseDirectory, "references", "RESPite.dll")}" />
            {items}
          </ItemGroup>
        </Project>
        """;

    /// <summary>The same without a way to find its package.</summary>
    public static string UnrestorableProject() =>
        """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <RestoreSources>no-such-feed</RestoreSources>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="No.Such.Package.Anywhere" Version="1.0.0" />
          </ItemGroup>
        </Project>
        """;

    public static string Solution(params string[] projects) =>
        $"""
        <Solution>
          {string.Join("\n  ", projects.Select(project => $"<Project Path=\"{project}\" />"))}
        </Solution>
        """;
}
