using Microsoft.CodeAnalysis.CodeFixes;

namespace RedisGuard.CodeFixes.Tests;

/// <summary>Demands of the assembly on the host that loads it.</summary>
public class AssemblyTests
{
    /// <summary>
    /// The host brings these. System.Composition, which <c>[Shared]</c> would bring in, it has in a version of its own, and a
    /// provider bound to another is silently not loaded.
    /// </summary>
    [Fact]
    public void References_AreWhatEveryHostHas()
    {
        string[] expected =
        [
            "netstandard", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp", "Microsoft.CodeAnalysis.Workspaces",
            "Microsoft.CodeAnalysis.CSharp.Workspaces", "System.Collections.Immutable", "RedisGuard.Analyzers",
        ];

        var unexpected = typeof(PoolFixProvider).Assembly.GetReferencedAssemblies().Select(name => name.Name).Except(expected, StringComparer.Ordinal);

        Assert.Empty(unexpected);
    }

    [Fact]
    public void EveryProvider_IsExportedForCSharp()
    {
        var providers = typeof(PoolFixProvider).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type))
            .ToList();

        Assert.NotEmpty(providers);
        Assert.All(providers, type =>
        {
            var export = Assert.Single(type.GetCustomAttributes(typeof(ExportCodeFixProviderAttribute), inherit: false).Cast<ExportCodeFixProviderAttribute>());
            Assert.Equal(type.Name, export.Name);
            Assert.Equal(["C#"], export.Languages);
        });
    }
}
