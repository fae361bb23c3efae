using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Cli.Loading.Razor;

/// <summary>Loads the SDK's generator with what lies beside it, apart from the tool's own assemblies; the compiler is the tool's.</summary>
internal sealed class RazorAssemblies(string folder) : AssemblyLoadContext("Razor"), IAnalyzerAssemblyLoader
{
    public void AddDependencyLocation(string fullPath)
    {
        // All that it needs is in one folder.
    }

    public Assembly LoadFromPath(string fullPath) => LoadFromAssemblyPath(fullPath);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        Path.Combine(folder, assemblyName.Name + ".dll") is var file && File.Exists(file) ? LoadFromAssemblyPath(file) : null;
}
