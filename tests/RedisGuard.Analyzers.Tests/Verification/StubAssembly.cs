using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RedisGuard.Verification;

/// <summary>Compiles a stand-in for an assembly that test sources reference by name.</summary>
internal static class StubAssembly
{
    public static MetadataReference Compile(string name, string source, IEnumerable<MetadataReference> references)
    {
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
        {
            throw new InvalidOperationException($"The stub {name} does not compile: {string.Join("; ", result.Diagnostics)}");
        }

        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
