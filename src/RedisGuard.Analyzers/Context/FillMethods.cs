using System;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Context;

/// <summary>
/// Methods that by their whole name run once, before anybody else comes: <c>Start</c>, <c>OpenAsync</c>, <c>InitConnection</c>. The
/// first fill of a field belongs there. <c>LoadOrder</c> and <c>OpenOrder</c> are what a program does all day.
/// </summary>
internal static class FillMethods
{
    private static readonly string[] s_verbs =
    {
        "OnStart", "Start", "Open", "Initialize", "Initialise", "Init", "Setup", "SetUp", "Configure", "Load", "OnActivate", "Activate",
    };

    private static readonly string[] s_objects =
    {
        "", "Connection", "Connections", "Redis", "Multiplexer", "Client", "Cache", "Core", "Internal", "ing", "Up", "Once", "Database",
    };

    public static bool IsFirstFill(IMethodSymbol method)
    {
        string name = method.Name.EndsWith("Async", StringComparison.Ordinal) ? method.Name.Substring(0, method.Name.Length - "Async".Length) : method.Name;
        string? verb = s_verbs.FirstOrDefault(candidate => name.StartsWith(candidate, StringComparison.Ordinal));
        return verb is not null && s_objects.Contains(name.Substring(verb.Length));
    }
}
