using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedisGuard.Cli.Loading.Loose.Projects;
using RedisGuard.Cli.Tests.Samples;

namespace RedisGuard.Cli.Tests.Loading.Loose.Projects;

/// <summary>Meaning of a project file, by either way of evaluating it.</summary>
/// <param name="withSdk">With the SDK's MSBuild, or with the small reader.</param>
public abstract class ProjectReaderTests(bool withSdk) : IDisposable
{
    /// <summary>Its condition is more than the small reader knows.</summary>
    protected const string Conditional =
        "<Project Sdk='Microsoft.NET.Sdk'><PropertyGroup Condition=\"$([MSBuild]::VersionGreaterThan('1.0', '0.9'))\"><DefineConstants>$(DefineConstants);YES</DefineConstants></PropertyGroup></Project>";

    private readonly TempTree _tree = new();
    private readonly ProjectEvaluator _evaluator = new(withSdk);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _evaluator.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public void SdkProject_TakesWhatLiesBelowIt_ButNotOutputOrNestedProjects()
    {
        foreach (var file in new[] { "A.cs", "Sub/B.cs", "bin/C.cs", "obj/D.cs", "node_modules/E.cs", ".hidden/F.cs", "Nested/G.cs", "H.txt" })
        {
            _tree.Write("Shop/" + file, "");
        }

        _tree.Write("Shop/Nested/Nested.csproj", "<Project Sdk='Microsoft.NET.Sdk' />");
        Assert.Equal(["Shop/A.cs", "Shop/Sub/B.cs"], Sources(Read("<Project Sdk='Microsoft.NET.Sdk' />")));
    }

    [Fact]
    public void CompileItems_AreFollowed()
    {
        foreach (var file in new[] { "Shop/A.cs", "Shop/Old/B.cs", "Shared/C.cs", "Shared/Deep/D.cs" })
        {
            _tree.Write(file, "");
        }

        var project = Read(
            """
            <Project Sdk='Microsoft.NET.Sdk'>
              <ItemGroup>
                <Compile Remove='Old\**' />
                <Compile Include='..\Shared\**\*.cs' LinkBase='Shared' />
              </ItemGroup>
            </Project>
            """);
        Assert.Equal(["Shared/C.cs", "Shared/Deep/D.cs", "Shop/A.cs"], Sources(project));
    }

    [Fact]
    public void OldStyleProject_CompilesOnlyWhatItNames()
    {
        _tree.Write("Shop/A.cs", "");
        _tree.Write("Shop/Dead.cs", "");
        var project = Read(
            """
            <Project ToolsVersion='15.0' xmlns='http://schemas.microsoft.com/developer/msbuild/2003'>
              <PropertyGroup><OutputType>WinExe</OutputType><TargetFrameworkVersion>v4.7.2</TargetFrameworkVersion><DefineConstants>LEGACY;TRACE</DefineConstants></PropertyGroup>
              <ItemGroup><Compile Include='A.cs' /><Compile Include='Gone.cs' /></ItemGroup>
              <Import Project='$(MSBuildToolsPath)\Microsoft.CSharp.targets' />
            </Project>
            """);
        Assert.Equal(["Shop/A.cs"], Sources(project));
        Assert.Contains("LEGACY", project.Symbols);
        Assert.DoesNotContain("NET", project.Symbols);
        Assert.Equal(OutputKind.ConsoleApplication, project.OutputKind);
        Assert.Empty(project.GlobalUsings);
    }

    [Fact]
    public void Properties_ComeFromTheFoldersAbove_AndThroughImports()
    {
        _tree.Write("Directory.Build.props", "<Project><PropertyGroup><LangVersion>12</LangVersion><ImplicitUsings>enable</ImplicitUsings></PropertyGroup><Import Project='build/more.props' /></Project>");
        _tree.Write("build/more.props", "<Project><PropertyGroup><Nullable>enable</Nullable><Here>$(MSBuildThisFileDirectory)</Here></PropertyGroup><ItemGroup><Using Include='Shop.Everywhere' /></ItemGroup></Project>");
        _tree.Write("Directory.Build.targets", "<Project><PropertyGroup><NoWarn>$(NoWarn);RG1000</NoWarn></PropertyGroup></Project>");
        var project = Read("<Project Sdk='Microsoft.NET.Sdk'><PropertyGroup><NoWarn>CS1591,RG1002</NoWarn><WarningsAsErrors>RG1001</WarningsAsErrors></PropertyGroup></Project>");
        Assert.Equal(LanguageVersion.CSharp12, project.LanguageVersion);
        Assert.Equal(NullableContextOptions.Enable, project.Nullable);
        Assert.Contains("global using global::System.Linq;", project.GlobalUsings);
        Assert.Contains("global using global::Shop.Everywhere;", project.GlobalUsings);
        Assert.Equal(ReportDiagnostic.Suppress, project.Severities["RG1000"]);
        Assert.Equal(ReportDiagnostic.Suppress, project.Severities["RG1002"]);
        Assert.Equal(ReportDiagnostic.Error, project.Severities["RG1001"]);
    }

    [Fact]
    public void Usings_AreAliasedStaticAndRemoved()
    {
        var project = Read(
            """
            <Project Sdk='Microsoft.NET.Sdk.Web'>
              <PropertyGroup><ImplicitUsings>true</ImplicitUsings></PropertyGroup>
              <ItemGroup>
                <Using Include='System.Console' Static='true' />
                <Using Include='StackExchange.Redis.IDatabase' Alias='Db' />
                <Using Remove='System.Net.Http' />
              </ItemGroup>
            </Project>
            """);
        Assert.Contains("global using static global::System.Console;", project.GlobalUsings);
        Assert.Contains("global using Db = global::StackExchange.Redis.IDatabase;", project.GlobalUsings);
        Assert.Contains("global using global::Microsoft.AspNetCore.Builder;", project.GlobalUsings);
        Assert.DoesNotContain("global using global::System.Net.Http;", project.GlobalUsings);
        Assert.True(project.NamesLibrary);
        Assert.Equal(OutputKind.ConsoleApplication, project.OutputKind);
    }

    [Fact]
    public void SeveralFrameworks_AreReadForTheNewest()
    {
        var project = Read(
            """
            <Project Sdk='Microsoft.NET.Sdk'>
              <PropertyGroup><TargetFrameworks>net472;net8.0</TargetFrameworks></PropertyGroup>
              <PropertyGroup Condition="'$(TargetFramework)' == 'net8.0'"><DefineConstants>$(DefineConstants);MODERN</DefineConstants></PropertyGroup>
              <PropertyGroup Condition="'$(TargetFramework)' == 'net472'"><DefineConstants>$(DefineConstants);ANCIENT</DefineConstants></PropertyGroup>
            </Project>
            """);
        Assert.Contains("MODERN", project.Symbols);
        Assert.Contains("NET8_0", project.Symbols);
        Assert.DoesNotContain("ANCIENT", project.Symbols);
    }

    [Theory]
    [InlineData("<PackageReference Include='xunit.v3' />", "", "true")]
    [InlineData("<Reference Include='xunit.core, Version=2.0.0.0, Culture=neutral' />", "", "true")]
    [InlineData("<PackageReference Include='NUnit' />", "<IsTestProject>false</IsTestProject>", "")]
    [InlineData("", "<IsTestProject>true</IsTestProject>", "true")]
    [InlineData("", "", "")]
    public void TestProject_IsToldByPackageOrProperty(string items, string properties, string expected) =>
        Assert.Equal(expected, Read($"<Project Sdk='Microsoft.NET.Sdk'><PropertyGroup>{properties}</PropertyGroup><ItemGroup>{items}</ItemGroup></Project>").BuildProperties["IsTestProject"]);

    [Theory]
    [InlineData("<Project Sdk='Microsoft.NET.Sdk'><oops>")]
    [InlineData("")]
    [InlineData("<Project Sdk='Microsoft.NET.Sdk'><PropertyGroup Condition=\"((\"><A>$(</A></PropertyGroup><Import Project='Shop.csproj' /><ItemGroup><Compile Include='' Remove='**' /><Using /></ItemGroup></Project>")]
    public void BrokenProject_IsStillRead(string text)
    {
        _tree.Write("Shop/A.cs", "");
        Assert.Equal("Shop", Read(text).Name);
    }

    [Fact]
    public void UnparsableProject_StillHasItsSources()
    {
        _tree.Write("Shop/A.cs", "");
        Assert.Equal(["Shop/A.cs"], Sources(Read("<Project Sdk='Microsoft.NET.Sdk'><oops>")));
    }

    private protected ProjectFile Read(string text) => ProjectReader.Read(_tree.Write("Shop/Shop.csproj", text), _evaluator);

    private IEnumerable<string> Sources(ProjectFile project) => project.Sources.Select(path => Path.GetRelativePath(_tree.Root, path).Replace('\\', '/'));
}
