using System;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Connections;

/// <summary>Methods that by their name run once, before anybody else comes: the first fill of a field belongs there.</summary>
internal static class FillMethods
{
    private static readonly string[] s_names = { "Start", "Open", "Init", "Setup", "SetUp", "OnStart", "Configure", "Load", "Activate", "OnActivate" };

    public static bool IsFirstFill(IMethodSymbol method)
    {
        foreach (string name in s_names)
        {
            if (method.Name.StartsWith(name, StringComparison.Ordinal)
                && (method.Name.Length == name.Length || char.IsUpper(method.Name[name.Length]) || method.Name.StartsWith("Initial", StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}
