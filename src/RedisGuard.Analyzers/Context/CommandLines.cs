using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Context;

/// <summary>
/// Commands of a command-line program, which a process runs once. Told by the library: bots and message buses have commands too, and
/// run them all day.
/// </summary>
internal static class CommandLines
{
    private static readonly ImmutableArray<string> s_libraries = ImmutableArray.Create(
        "System.CommandLine", "Spectre.Console.Cli", "Cocona", "ConsoleAppFramework", "McMaster.Extensions.CommandLineUtils", "CliFx", "ManyConsole", "CommandDotNet", "DotMake.CommandLine", "Oakton", "JasperFx.CommandLine");

    private static readonly ImmutableHashSet<string> s_attributes = ImmutableHashSet.Create("Command", "CliCommand", "PrimaryCommand", "RegisterCommands");

    /// <summary>Whether the type, or the method, is such a command.</summary>
    public static bool Run(IMethodSymbol method)
        => TypeRole.IsCommand(method.ContainingType)
            || HasAttribute(method)
            || HasAttribute(method.ContainingType);

    /// <summary>Whether a type is such a library's. One that can't be found has nothing but its name.</summary>
    public static bool Declare(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Error)
        {
            return true;
        }

        string space = type.ContainingNamespace?.ToDisplayString() ?? string.Empty;
        return s_libraries.Any(library => space == library || (space.Length > library.Length && space[library.Length] == '.' && space.StartsWith(library, System.StringComparison.Ordinal)));
    }

    private static bool HasAttribute(ISymbol symbol)
        => AttributeNames.HasAny(symbol, s_attributes)
            && symbol.GetAttributes().Any(attribute => attribute.AttributeClass is { TypeKind: not TypeKind.Error } type && AttributeNames.Is(type, s_attributes) && Declare(type));
}
