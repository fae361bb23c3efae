using System.Collections.Immutable;

namespace RedisGuard.Cli.Loading.Loose.Projects;

/// <summary>The global usings of a project: the SDK's, where the project wants them, and its Using items.</summary>
internal static class ProjectUsings
{
    public static ImmutableArray<string> Of(ProjectEvaluation evaluation)
    {
        var directives = new List<string>();
        if (evaluation.Sdk is { } sdk && evaluation.Properties["ImplicitUsings"].ToUpperInvariant() is "ENABLE" or "TRUE")
        {
            directives.AddRange(Directives(ImplicitUsings.Of(sdk)));
        }

        foreach (var item in evaluation.Items.Where(item => item.Kind == "Using"))
        {
            directives.AddRange(item.Include.Select(name => Directive(name, item.Metadata)));
            directives.RemoveAll(directive => item.Remove.Any(name => directive == Directive(name)));
        }

        return [.. directives.Distinct()];
    }

    public static IEnumerable<string> Directives(IEnumerable<string> namespaces) => namespaces.Select(name => Directive(name));

    // «global::» as the SDK writes it: a namespace of the project with the same first part must not get in the way.
    public static string Directive(string name, Func<string, string?>? metadata = null)
    {
        if (metadata?.Invoke("Alias") is { Length: > 0 } alias)
        {
            return $"global using {alias} = global::{name};";
        }

        var isStatic = string.Equals(metadata?.Invoke("Static"), "true", StringComparison.OrdinalIgnoreCase);
        return $"global using {(isStatic ? "static " : "")}global::{name};";
    }
}
