namespace RedisGuard.Analyzers;

/// <summary>Every rule's id. Once shipped, an id is never reused or re-pointed: people put it in NoWarn and .editorconfig.</summary>
internal static partial class DiagnosticIds
{
    public const string OpenedOutsidePool = "RG1000";
    public const string OpenedPerCall = "RG1001";
    public const string NeverClosed = "RG1002";
    public const string OwnerDoesNotClose = "RG1003";
    public const string ReplacedWithoutClosing = "RG1004";
    public const string RegistrationOpensPerScope = "RG1005";
    public const string RacingCallersLeak = "RG1006";
    public const string ClosingBorrowed = "RG1007";
    public const string ClosedWhileInUse = "RG1008";
    public const string PrivateWhereSharedFits = "RG1009";
    public const string RegisteredInstanceNeverClosed = "RG1010";
}
