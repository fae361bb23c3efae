namespace RedisGuard.Testing;

/// <summary>One line that opened something in a scope which was open at its end.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Member">The member that opened it; empty when unknown.</param>
/// <param name="FilePath">The source file; <see langword="null"/> without symbols.</param>
/// <param name="Line">From 1; 0 without symbols.</param>
/// <param name="Opened">How many the line opened in the scope.</param>
/// <param name="Dropped">How many of them are open and nobody holds any more.</param>
/// <param name="Held">How many of them are open and somebody still holds.</param>
public sealed record FoundLeak(LeakKinds Kind, string Member, string? FilePath, int Line, int Opened, int Dropped, int Held)
{
    /// <summary>Reads <c>Checkout.cs:41 Shop.Checkout.Pay  opened 3, closed 0: 3 dropped</c>.</summary>
    public override string ToString()
    {
        var place = FilePath is null ? "" : FormattableString.Invariant($"{Path.GetFileName(FilePath.Replace('\\', '/'))}:{Line} ");
        var still = Held == 0 ? FormattableString.Invariant($"{Dropped} dropped: nobody holds them, close them where they are opened")
            : Dropped == 0 ? FormattableString.Invariant($"{Held} still held")
            : FormattableString.Invariant($"{Dropped} dropped, {Held} still held");
        return FormattableString.Invariant($"{place}{(Member.Length == 0 ? "an unknown line" : Member)}  opened {Opened}, closed {Opened - Dropped - Held}, {still}");
    }
}
