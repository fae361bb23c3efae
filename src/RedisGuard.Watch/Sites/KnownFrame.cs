using System.Reflection;

namespace RedisGuard.Watch.Sites;

/// <summary>Facts about one place in one method.</summary>
/// <param name="Method">The method.</param>
/// <param name="Kind">Whose it is.</param>
/// <param name="Path">The file, if there are symbols.</param>
/// <param name="Line">From 1; 0 without symbols.</param>
/// <param name="Column">From 1; 0 without symbols.</param>
internal sealed record KnownFrame(MethodBase Method, FrameKind Kind, string? Path, int Line, int Column)
{
    private static readonly string[] Frameworks = ["System.", "Microsoft.", "RedisGuard.Pool", "RedisGuard.Testing", "Aspire.", "xunit.", "nunit."];

    /// <summary>A frame of code that was generated at run time: nobody's line.</summary>
    public static KnownFrame Nameless { get; } = new(typeof(KnownFrame).GetMethod(nameof(ToString))!, FrameKind.Plumbing, null, 0, 0);

    /// <summary>The effect of the library's method on a connection. Found out once: asking reflection at each connect is half of what the watch costs.</summary>
    public LibraryEntry Entry { get; } = Kind == FrameKind.Library ? LibraryEntries.Of(Method) : LibraryEntry.None;

    // Of the numbers alone: hashing paths and methods at each connect costs more than it tells.
    public override int GetHashCode() => HashCode.Combine(Line, Column, Kind);

    public static FrameKind KindOf(Assembly? assembly, string? path)
    {
        var name = assembly?.GetName().Name ?? "";
        if (name.StartsWith("StackExchange.Redis", StringComparison.Ordinal))
        {
            return FrameKind.Library;
        }

        if (name is "RedisGuard.Watch" or "RedisGuard.Watch.Forwarding" or "System.Private.CoreLib" or "")
        {
            return FrameKind.Plumbing;
        }

        return Array.Exists(Frameworks, framework =>
            name.StartsWith(framework, StringComparison.OrdinalIgnoreCase) && (framework.EndsWith('.') || name.Length == framework.Length))
            ? FrameKind.Framework
            : path is null ? FrameKind.Foreign : FrameKind.Own;
    }
}
