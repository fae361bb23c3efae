using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using RedisGuard.Watch.Library;

namespace RedisGuard.Watch.Sites;

/// <summary>
/// Finds the line that led here: the first of the program's own on the stack, and the library in between. Reading symbols is
/// slow, so it is done once for each place in the code.
/// </summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Trimmed.Members)]
internal static class SiteFinder
{
    // Enough for a call of Connect itself, enough for one through a container or a library, and all.
    private static readonly int[] s_depths = [24, 72, 0];

    private static readonly ConcurrentDictionary<(IntPtr Method, int Offset), KnownFrame> s_frames = new();
    private static readonly ConcurrentDictionary<(KnownFrame? Own, KnownFrame? Opener, KnownFrame? Called), CallSite> s_sites = new();

    /// <summary>The line that led to an opening.</summary>
    /// <returns><see langword="null"/> when no method that opens is on the stack.</returns>
    public static CallSite? OfOpening() => Find(LibraryEntry.Opens);

    /// <summary>The line that led to a closing.</summary>
    /// <returns><see langword="null"/> when no method that closes is on the stack.</returns>
    public static CallSite? OfClosing() => Find(LibraryEntry.Closes);

    // Most lines are found in the innermost frames, and each costs a third of a microsecond. Where they aren't, or one is new, more are
    // looked at. All are captured by one call: another call would be another place in the code, and new to the others.
    private static CallSite? Find(LibraryEntry wanted)
    {
        CallSite? site = null;
        foreach (var depth in s_depths)
        {
            if (TryFind(wanted, RuntimeStack.Capture(depth), out site))
            {
                break;
            }
        }

        return site;
    }

    /// <returns>Whether the stack was enough to tell.</returns>
    private static bool TryFind(LibraryEntry wanted, RuntimeStack stack, out CallSite? site)
    {
        site = null;
        var entered = false;
        KnownFrame? called = null;
        KnownFrame? opener = null;
        KnownFrame? below = null;
        for (var at = 0; at < stack.Count; at++)
        {
            if (!s_frames.TryGetValue(stack[at], out var frame))
            {
                if (stack.IsPart)
                {
                    return false;
                }

                frame = Read(stack, at);
            }

            switch (frame.Kind)
            {
                case FrameKind.Plumbing:
                    break;
                case FrameKind.Library:
                    entered = entered || frame.Entry == wanted;
                    called = frame;
                    below = frame;
                    break;
                case FrameKind.Own when !entered:
                case FrameKind.Framework when !entered:
                case FrameKind.Foreign when !entered:
                    return true;
                case FrameKind.Own:
                    site = SiteOf(frame, opener, below ?? called);
                    return true;
                case FrameKind.Foreign or FrameKind.Framework:
                    opener ??= frame;
                    below = frame;
                    break;
            }
        }

        site = entered && !stack.IsPart ? SiteOf(null, opener, opener is null ? called : opener) : null;
        return !stack.IsPart;
    }

    private static KnownFrame Read(RuntimeStack stack, int at)
    {
        if (stack.WithSymbols(at) is not { } frame || frame.GetMethod() is not { } method)
        {
            return s_frames[stack[at]] = KnownFrame.Nameless;
        }

        var path = frame.GetFileName();
        var known = new KnownFrame(
            method,
            KnownFrame.KindOf(method.Module.Assembly, path),
            path,
            path is null ? 0 : frame.GetFileLineNumber(),
            path is null ? 0 : frame.GetFileColumnNumber());
        // What can be unloaded must stay unloadable, and its numbers may come back as another's.
        if (!method.Module.Assembly.IsCollectible)
        {
            s_frames[stack[at]] = known;
        }

        return known;
    }

    private static CallSite SiteOf(KnownFrame? own, KnownFrame? opener, KnownFrame? called) =>
        s_sites.GetOrAdd((own, opener, called), static found =>
        {
            // No line of the program's own: a library opened it in the background.
            var place = found.Own ?? found.Opener;
            if (place is null)
            {
                return CallSite.Unknown;
            }

            return new CallSite
            {
                Member = SourceMember.NameOf(place.Method),
                Call = found.Called is null ? "" : SourceMember.ShortNameOf(found.Called.Method).Replace("Impl", "", StringComparison.Ordinal),
                Via = found.Opener is null || found.Own is null ? null : SourceMember.ShortNameOf(found.Opener.Method),
                OpenerAssembly = (found.Opener ?? place).Method.Module.Assembly.GetName().Name,
                Path = place.Path,
                Line = place.Line,
                Column = place.Column,
                Assembly = SiteAssembly.Of(place.Method.Module.Assembly),
                IsEntryPoint = IsEntryPoint(place.Method),
            };
        });

    private static bool IsEntryPoint(MethodBase method)
    {
        var main = Assembly.GetEntryAssembly()?.EntryPoint;
        return main is not null
            && main.Module == method.Module
            && SourceMember.NameOf(method) is var name
            && (name == SourceMember.NameOf(main) || name.EndsWith(".<Main>$", StringComparison.Ordinal) || name.EndsWith(".Main", StringComparison.Ordinal));
    }
}
