using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace RedisGuard.Verification;

/// <summary>Says how a fix is asked for and what it may leave.</summary>
internal sealed record FixSetup
{
    public TestSetup Sources { get; init; } = new();

    /// <summary>The fixes the diagnostics carry; the fix's own alone unless set.</summary>
    public string? Fixes { get; init; }

    /// <summary>The analyzers that report; <see cref="EveryConnect"/> with <see cref="Fixes"/> unless set.</summary>
    public ImmutableArray<DiagnosticAnalyzer> Analyzers { get; init; } = [];

    /// <summary>The files of <see cref="TestSetup.Files"/> after the fix, where it changes them.</summary>
    public ImmutableArray<(string Name, string Source)> FixedFiles { get; init; } = [];

    /// <summary>What the testing library shall not ask of the fix.</summary>
    public CodeFixTestBehaviors Behaviors { get; init; }

    /// <summary>The source after Fix All, where that differs from fixing one after the other.</summary>
    public string? AfterFixAll { get; init; }

    /// <summary>Comments of the source that the fix removes with the code they are about. All others must stay.</summary>
    public ImmutableArray<string> GoneComments { get; init; } = [];

    /// <summary>The rules of RedisGuard that still speak on the fixed source, once for each report; none should without a reason.</summary>
    public ImmutableArray<string> Remaining { get; init; } = [];
}
