using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.CodeFixes;

// One provider for each fix, as the host finds them by type; all there is to say of one is its name and its fix.

/// <summary>Takes the connection that the application registers from the constructor.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InjectFixProvider))]
public sealed class InjectFixProvider() : FixProvider(Fixes.Inject);

/// <summary>Replaces a connection of one's own by the pool's.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PoolFixProvider))]
public sealed class PoolFixProvider() : FixProvider(Fixes.Pool);

/// <summary>Opens one connection for each configuration, which the whole project shares.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OpenOnceFixProvider))]
public sealed class OpenOnceFixProvider() : FixProvider(Fixes.OpenOnce);

/// <summary>Closes or returns what a local holds with <c>await using</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitUsingFixProvider))]
public sealed class AwaitUsingFixProvider() : FixProvider(Fixes.AwaitUsing);

/// <summary>Closes a local connection with <c>using</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UsingFixProvider))]
public sealed class UsingFixProvider() : FixProvider(Fixes.Using);

/// <summary>Closes a connection after what needs it is done.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WidenScopeFixProvider))]
public sealed class WidenScopeFixProvider() : FixProvider(Fixes.WidenScope);

/// <summary>Closes a connection where its owner is disposed, and makes the owner disposable where it isn't.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CloseInDisposeFixProvider))]
public sealed class CloseInDisposeFixProvider() : FixProvider(Fixes.CloseInDispose);

/// <summary>Puts a fresh connection in the place of the old one, then closes the old.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SwapThenCloseFixProvider))]
public sealed class SwapThenCloseFixProvider() : FixProvider(Fixes.SwapThenClose);

/// <summary>Registers the pool in place of a connection for each scope.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddRedisGuardFixProvider))]
public sealed class AddRedisGuardFixProvider() : FixProvider(Fixes.AddRedisGuard);

/// <summary>Registers one connection for the process instead of one for each scope.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SingletonFixProvider))]
public sealed class SingletonFixProvider() : FixProvider(Fixes.Singleton);

/// <summary>Registers a factory in place of an opened connection, which the container then closes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FactoryFixProvider))]
public sealed class FactoryFixProvider() : FixProvider(Fixes.Factory);

/// <summary>Gives a component the application's connection in place of one of its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ShareFixProvider))]
public sealed class ShareFixProvider() : FixProvider(Fixes.Share);

/// <summary>Lets racing callers meet in one Lazy, or under one lock, so that only one of them opens.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LazyInsideFixProvider))]
public sealed class LazyInsideFixProvider() : FixProvider(Fixes.LazyInside);

/// <summary>Leaves a borrowed connection open.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LeaveOpenFixProvider))]
public sealed class LeaveOpenFixProvider() : FixProvider(Fixes.LeaveOpen);

/// <summary>Unsubscribes a handler where its subscriber is disposed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnsubscribeInDisposeFixProvider))]
public sealed class UnsubscribeInDisposeFixProvider() : FixProvider(Fixes.UnsubscribeInDispose);

/// <summary>Subscribes a handler at the pool, whose subscription can be disposed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PoolSubscriptionFixProvider))]
public sealed class PoolSubscriptionFixProvider() : FixProvider(Fixes.PoolSubscription);

/// <summary>Unsubscribes a message queue in a <c>finally</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnsubscribeQueueFixProvider))]
public sealed class UnsubscribeQueueFixProvider() : FixProvider(Fixes.UnsubscribeQueue);

/// <summary>Reads from a subscription at the pool, which is disposed where the function ends.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PoolQueueFixProvider))]
public sealed class PoolQueueFixProvider() : FixProvider(Fixes.PoolQueue);

/// <summary>Gives subscribing and unsubscribing the same handler.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(HoistHandlerFixProvider))]
public sealed class HoistHandlerFixProvider() : FixProvider(Fixes.HoistHandler);

/// <summary>Unsubscribes the handler that was subscribed, not the whole channel.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PassHandlerFixProvider))]
public sealed class PassHandlerFixProvider() : FixProvider(Fixes.PassHandler);

/// <summary>Gives an async handler to <c>ChannelMessageQueue.OnMessage</c>, which awaits it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OnMessageFixProvider))]
public sealed class OnMessageFixProvider() : FixProvider(Fixes.OnMessage);

/// <summary>Removes an event's handler where its owner is disposed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveHandlerFixProvider))]
public sealed class RemoveHandlerFixProvider() : FixProvider(Fixes.RemoveHandler);

/// <summary>Passes the token that is at hand to the loop over a queue, and unsubscribes the queue when the loop ends.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PassTokenFixProvider))]
public sealed class PassTokenFixProvider() : FixProvider(Fixes.PassToken);

/// <summary>Sends what is queued on a batch.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ExecuteFixProvider))]
public sealed class ExecuteFixProvider() : FixProvider(Fixes.Execute);

/// <summary>Waits for a queued command after it was sent.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WaitAfterExecuteFixProvider))]
public sealed class WaitAfterExecuteFixProvider() : FixProvider(Fixes.WaitAfterExecute);

/// <summary>Releases a lock in a <c>finally</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseInFinallyFixProvider))]
public sealed class ReleaseInFinallyFixProvider() : FixProvider(Fixes.ReleaseInFinally);

/// <summary>Goes on only where the lock was taken.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TestLockFixProvider))]
public sealed class TestLockFixProvider() : FixProvider(Fixes.TestLock);

/// <summary>Writes a configuration to a log without its password.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(HidePasswordFixProvider))]
public sealed class HidePasswordFixProvider() : FixProvider(Fixes.HidePassword);

/// <summary>Awaits what code waits for with a thread.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitInsteadFixProvider))]
public sealed class AwaitInsteadFixProvider() : FixProvider(Fixes.AwaitInstead);

/// <summary>Calls the synchronous form of a command in code that can't await.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CallSynchronousFixProvider))]
public sealed class CallSynchronousFixProvider() : FixProvider(Fixes.CallSynchronous);
