using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using RedisGuard.Watch.Library;

namespace RedisGuard.Watch.Arming;

/// <summary>Waits for the program to load StackExchange.Redis; a program that never does pays for one event handler.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Trimmed.Members)]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = Trimmed.Members)]
internal static class LibraryArrival
{
    private const string Library = "StackExchange.Redis";

    private static int s_arrived;

    public static void Await(WatchSettings settings, Action armed)
    {
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => Look(loaded.LoadedAssembly, settings, armed);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            Look(assembly, settings, armed);
        }
    }

    private static void Look(Assembly assembly, WatchSettings settings, Action armed)
    {
        if (assembly.IsDynamic || assembly.GetName().Name != Library)
        {
            return;
        }

        if (AssemblyLoadContext.GetLoadContext(assembly) is { } context && context != AssemblyLoadContext.Default)
        {
            Failure.Tell($"{Library} was loaded into the load context '{context.Name}', where the watch doesn't reach it.");
            return;
        }

        if (Interlocked.Exchange(ref s_arrived, 1) != 0)
        {
            return;
        }

        try
        {
            // 2.6 has the type without what is asked of it.
            if (assembly.GetType("StackExchange.Redis.Configuration.DefaultOptionsProvider")?.GetMember("GetProvider", BindingFlags.Public | BindingFlags.Static) is null or [])
            {
                throw new NotSupportedException($"{Library} {ToldVersion.Of(assembly)} is too old to be watched: 2.7.27 is the oldest that is known to be.");
            }

            Arm(assembly, settings);
            armed();
        }
#pragma warning disable CA1031 // The program is in the middle of loading its library: it must not notice.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure.Disarm(e);
        }
    }

    // Apart, so that nothing of the library is asked for before it is there.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Arm(Assembly assembly, WatchSettings settings)
    {
        if (!ConnectionWatch.IsOf(assembly))
        {
            throw new NotSupportedException($"The program has two copies of {Library}, and uses another one than the watch.");
        }

        ConnectionWatch.Start(settings);
    }
}
