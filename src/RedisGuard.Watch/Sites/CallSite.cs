namespace RedisGuard.Watch.Sites;

/// <summary>The place in the program that opened, or closed, a connection.</summary>
internal sealed record CallSite
{
    /// <summary>A connection that the watch saw but not the opening of.</summary>
    public static CallSite Unknown { get; } = new() { Member = "", Call = "" };

    /// <summary>Type and member as in metadata, what the compiler made of them undone: <c>Shop.Checkout.Pay</c>.</summary>
    public required string Member { get; init; }

    /// <summary>What the member called, type and method: <c>ConnectionMultiplexer.ConnectAsync</c>.</summary>
    public required string Call { get; init; }

    /// <summary>The library that opened the connection on the member's behalf, type and method; <see langword="null"/> for none.</summary>
    public string? Via { get; init; }

    /// <summary>The assembly that opened the connection: the member's own, or that of the library in between.</summary>
    public string? OpenerAssembly { get; init; }

    /// <summary>The source file as the symbols name it; <see langword="null"/> without symbols.</summary>
    public string? Path { get; init; }

    /// <summary>From 1; 0 without symbols.</summary>
    public int Line { get; init; }

    /// <summary>From 1; 0 without symbols.</summary>
    public int Column { get; init; }

    /// <summary>The assembly of the member, and the build of it.</summary>
    public SiteAssembly? Assembly { get; init; }

    /// <summary>Whether the member is the program's Main: what it holds lives as long as the program.</summary>
    public bool IsEntryPoint { get; init; }

    /// <summary>Short and without spaces, as a client name has to be: <c>Checkout.cs:41</c>.</summary>
    public string Short => Path is null ? Member : FormattableString.Invariant($"{System.IO.Path.GetFileName(Path.Replace('\\', '/'))}:{Line}");

    // Of the numbers alone: hashing all texts at each connect costs more than it tells.
    public override int GetHashCode() => HashCode.Combine(Line, Column, Member.Length);

    public override string ToString() => Member.Length == 0 ? "an unknown line" : $"{Short} {Member}";
}
