using RedisGuard.Editor.Tests.LightBulbs;
using RedisGuard.Editor.Tests.Projects;

namespace RedisGuard.Editor.Tests;

/// <summary>Holds the cases to the fixes that the package brings.</summary>
[Collection(typeof(WithConsumers))]
public class CatalogueTests(OpenedConsumers opened)
{
    private const string Ending = "FixProvider";

    [Fact]
    public void EveryFix_HasACase()
    {
        var fixes = opened.Providers.Select(provider => provider.GetType().Name[..^Ending.Length]).Order(StringComparer.Ordinal);

        Assert.Equal(fixes, Cases.All.SelectMany(known => known.Fixes).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryRuleWithAFix_HasACase()
    {
        var rules = opened.Providers.SelectMany(provider => provider.FixableDiagnosticIds).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(rules, Cases.All.Select(known => known.Rule).Distinct().Order(StringComparer.Ordinal));
    }
}
