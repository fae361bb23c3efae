namespace RedisGuard.Analyzers;

/// <summary>Every rule's id. Once shipped, an id is never reused or re-pointed: people put it in NoWarn and .editorconfig.</summary>
internal static class DiagnosticIds
{
    // Connections
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

    // Subscriptions and events
    public const string SubscriptionOutlivesSubscriber = "RG2001";
    public const string QueueNeverUnsubscribed = "RG2002";
    public const string UnsubscribeHasNoEffect = "RG2003";
    public const string UnsubscribeRemovesEverybody = "RG2004";
    public const string HandlerIsAsyncVoid = "RG2005";
    public const string SubscribedAgainAndAgain = "RG2006";
    public const string EventHandlerNeverRemoved = "RG2007";
    public const string ConsumerLoopCannotEnd = "RG2008";

    // Pooled replies, batches, locks
    public const string PooledReplyNotReturned = "RG3001";
    public const string PooledMemoryUsedAfterReturn = "RG3002";
    public const string QueuedCommandsNeverSent = "RG3003";
    public const string WaitsForUnsentCommand = "RG3004";
    public const string CommandQueuedAfterExecute = "RG3005";
    public const string LockNotReleasedOnEveryPath = "RG3006";
    public const string LockReleasedWithAnotherToken = "RG3007";
    public const string LockResultIgnored = "RG3008";
    public const string HandleNotDisposed = "RG3009";

    // Hazards of a shared connection, and secrets
    public const string BlockingCommandOnShared = "RG4001";
    public const string ScriptTextGenerated = "RG4002";
    public const string WholeKeyspaceCommand = "RG4003";
    public const string ConnectingSynchronouslyInAsync = "RG4004";
    public const string ProfilingSessionNeverFinished = "RG4005";
    public const string CertificateNotValidated = "RG5001";
    public const string PasswordInSource = "RG5002";
    public const string PasswordLogged = "RG5003";

    // Observed at run time
    public const string LeakObserved = "RG9001";
    public const string LeakReportStale = "RG9002";
}
