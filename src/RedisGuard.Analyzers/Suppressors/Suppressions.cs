using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Suppressors;

/// <summary>
/// Every suppression: the rule of another analyzer that is silenced, and the reason, which a SARIF log carries. Ids are a public contract
/// like those of rules: people put them in NoWarn.
/// </summary>
internal static class Suppressions
{
    public const string Released = "StackExchange.Redis: the value is released on each path, is borrowed, or is kept by an owner that closes it";
    public const string Owned = "StackExchange.Redis: the type closes the connection where it ends, or only borrows it";

    public static readonly SuppressionDescriptor DisposeBeforeLosingScope = new("RGS0001", "CA2000", Released);

    public static readonly SuppressionDescriptor TypeOwnsDisposable = new("RGS0002", "CA1001", Owned);

    public static readonly SuppressionDescriptor FieldNotDisposed = new("RGS0003", "CA2213", Owned);

    public static readonly SuppressionDescriptor CreatedNotDisposed = new("RGS0004", "IDISP001", Released);

    public static readonly SuppressionDescriptor PreviousNotDisposed = new("RGS0005", "IDISP003", "StackExchange.Redis: nothing is in the place yet, or what was is closed");

    public static readonly SuppressionDescriptor CreatedIgnored = new("RGS0006", "IDISP004", Released);

    public static readonly SuppressionDescriptor ImplementDisposable = new("RGS0007", "IDISP006", Owned);

    public static readonly SuppressionDescriptor InjectedDisposed = new("RGS0008", "IDISP007", "StackExchange.Redis: the connection was opened by this code, or by each caller for it");

    public static readonly SuppressionDescriptor MemberNotDisposed = new("RGS0009", "IDISP002", Owned);

    public static ImmutableArray<SuppressionDescriptor> All { get; } = ImmutableArray.Create(
        DisposeBeforeLosingScope,
        TypeOwnsDisposable,
        FieldNotDisposed,
        CreatedNotDisposed,
        PreviousNotDisposed,
        CreatedIgnored,
        ImplementDisposable,
        InjectedDisposed,
        MemberNotDisposed);

    public static SuppressionDescriptor? Of(string diagnosticId) => All.FirstOrDefault(suppression => suppression.SuppressedDiagnosticId == diagnosticId);
}
