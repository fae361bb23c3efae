using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Reading;

/// <summary>The members through which an object's life is ended: its disposal, and what hosts call when they stop.</summary>
internal static class ClosingMembers
{
    private static readonly ImmutableHashSet<string> s_names = ImmutableHashSet.Create(
        "Dispose", "DisposeAsync", "DisposeAsyncCore", "DisposeCore", "Close", "CloseAsync", "Stop", "StopAsync", "StoppedAsync", "StoppingAsync",
        "Shutdown", "ShutdownAsync", "ShutDown", "OnStop", "OnStopped", "Cleanup", "CleanUp", "Finalize");

    public static bool Contains(ISymbol member)
        => s_names.Contains(member.Name)
            || member.Name.EndsWith(".Dispose", StringComparison.Ordinal)
            || member.Name.EndsWith(".DisposeAsync", StringComparison.Ordinal);
}
