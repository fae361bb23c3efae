using System.Reflection;

namespace RedisGuard.Watch.Library;

/// <summary>The version of a library as its package says it: the assembly's own stays 2.0.0.0 for years.</summary>
internal static class ToldVersion
{
    public static string Of(Assembly library)
    {
        var version = library.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? library.GetName().Version?.ToString() ?? "";
        return version.Split('+')[0];
    }
}
