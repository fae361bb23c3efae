namespace RedisGuard.Analyzers.Rules;

/// <summary>
/// The fixes that an analyzer found to fit a diagnostic. They travel in the diagnostic's properties under
/// <see cref="Key"/> as a comma-separated list, most recommended first, so that a code fix analyses nothing again.
/// </summary>
internal static partial class Fixes
{
    /// <summary>The name of the diagnostic property.</summary>
    public const string Key = "Fixes";

    /// <summary>Take the connection from <c>RedisPool.For(…)</c>.</summary>
    public const string Pool = "Pool";

    /// <summary>Close the connection with <c>await using</c>.</summary>
    public const string AwaitUsing = "AwaitUsing";

    /// <summary>Close the connection with <c>using</c>.</summary>
    public const string Using = "Using";

    /// <summary>Open one connection for each configuration, in a class that the whole project shares.</summary>
    public const string OpenOnce = "OpenOnce";

    /// <summary>Take the connection that the application registers from the constructor.</summary>
    public const string Inject = "Inject";

    /// <summary>Register the connection with <c>AddSingleton</c>.</summary>
    public const string Singleton = "Singleton";

    /// <summary>Register a factory instead of an instance, so that the container closes the connection.</summary>
    public const string Factory = "Factory";

    /// <summary>Open the connection in a <c>Lazy</c> that the cache keeps instead of the connection.</summary>
    public const string LazyInside = "LazyInside";

    /// <summary>Close the connection where its owner is disposed.</summary>
    public const string CloseInDispose = "CloseInDispose";

    /// <summary>Register the pool with <c>AddRedisGuard</c>.</summary>
    public const string AddRedisGuard = "AddRedisGuard";

    /// <summary>Use the connection that the application shares already.</summary>
    public const string Share = "Share";

    /// <summary>Let the scope that closes the connection end after what needs it.</summary>
    public const string WidenScope = "WidenScope";

    /// <summary>Put the fresh connection in first, then close the one it replaces.</summary>
    public const string SwapThenClose = "SwapThenClose";

    /// <summary>Leave the closing to the owner: remove the call, or the <c>using</c>.</summary>
    public const string LeaveOpen = "LeaveOpen";

    /// <summary>Await the task, or the asynchronous form of the call.</summary>
    public const string AwaitInstead = "AwaitInstead";

    /// <summary>Call the synchronous form of the command, which waits by itself.</summary>
    public const string CallSynchronous = "CallSynchronous";

    /// <summary>Write the text of a configuration without its password.</summary>
    public const string HidePassword = "HidePassword";

    /// <summary>Release the lock in a <c>finally</c>.</summary>
    public const string ReleaseInFinally = "ReleaseInFinally";

    /// <summary>Go on only where the lock was taken.</summary>
    public const string TestLock = "TestLock";

    /// <summary>Send what is queued on the batch with <c>Execute</c>.</summary>
    public const string Execute = "Execute";

    /// <summary>Move the wait below the <c>Execute</c> that sends what it waits for.</summary>
    public const string WaitAfterExecute = "WaitAfterExecute";
}
