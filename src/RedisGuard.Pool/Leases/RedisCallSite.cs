namespace RedisGuard.Pool;

/// <summary>A line of code that acquired something: what the compiler filled in for <c>[CallerFilePath]</c> and its kin.</summary>
/// <param name="FilePath">The source file, as the compiler saw it.</param>
/// <param name="Line">The line in it, from 1; 0 when unknown.</param>
/// <param name="Member">The method or property that the line is in.</param>
public readonly record struct RedisCallSite(string FilePath, int Line, string Member)
{
    /// <summary>Tells whether there is anything to tell.</summary>
    public bool IsKnown => Line > 0;

    /// <summary>Reads <c>Basket.cs:42 (AddItemAsync)</c>, with the path in front; IDEs make a link of it.</summary>
    public override string ToString() => IsKnown ? $"{FilePath}:{Line} ({Member})" : "an unknown line";
}
