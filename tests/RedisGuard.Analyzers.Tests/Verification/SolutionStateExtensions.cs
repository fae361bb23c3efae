using Microsoft.CodeAnalysis.Testing;

namespace RedisGuard.Verification;

internal static class SolutionStateExtensions
{
    // Nothing to resolve: the testing library would ask a package source at test time for anything it had to find itself.
    private static readonly ReferenceAssemblies NoReferenceAssemblies = new("net8.0");

    /// <summary>Gives the state the references, options and further files of the setup.</summary>
    public static void Apply(this SolutionState state, TestSetup setup, Library library)
    {
        state.ReferenceAssemblies = NoReferenceAssemblies;
        state.DocumentationMode = setup.ParseOptions.DocumentationMode;
        state.OutputKind = setup.OutputKind;
        state.AdditionalReferences.AddRange(setup.ReferencesWith(library));
        foreach ((string name, string source) in setup.Files.Concat(setup.AmbientFiles))
        {
            state.Sources.Add((name, source));
        }

        if (setup.EditorConfigText is { } text)
        {
            state.AnalyzerConfigFiles.Add(("/.editorconfig", text));
        }
    }
}
