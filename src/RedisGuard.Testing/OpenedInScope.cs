namespace RedisGuard.Testing;

/// <summary>Something that was opened in a scope.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Member">The member that opened it.</param>
/// <param name="FilePath">The source file, if known.</param>
/// <param name="Line">From 1, if known.</param>
/// <param name="Via">The library that opened it for the member, if any.</param>
/// <param name="State">Looks at it.</param>
internal sealed record OpenedInScope(LeakKinds Kind, string Member, string? FilePath, int Line, string? Via, Func<OpenState> State)
{
    public bool IsAllowed(IEnumerable<string> allow) => allow.Any(part =>
        Contains(Member, part) || Contains(FilePath, part) || Contains(Via, part));

    private static bool Contains(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
