using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Rules;

/// <content>Subscriptions and events.</content>
internal static partial class Descriptors
{
    private const string Subscriptions = "RedisGuard.Subscriptions";

    // Warning: the connection keeps the handler and all it captures, and calls it for an object that nobody uses any more.
    public static readonly DiagnosticDescriptor OutlivesSubscriber = new(
        "RG2001",
        "Subscription outlives its subscriber",
        "The subscription of '{0}' is never removed: {1}, and the connection goes on calling its handler; {2}",
        Subscriptions,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A shared connection keeps every handler that was subscribed on it, and calls it for each message. A subscriber that ends earlier and doesn't unsubscribe stays in memory, and its handler goes on running.",
        helpLinkUri: HelpLink("RG2001"));

    // Warning: measured, a queue that is left goes on collecting: 1000 messages published later are 1000 messages kept.
    public static readonly DiagnosticDescriptor QueueNeverUnsubscribed = new(
        "RG2002",
        "Message queue is never unsubscribed",
        "The message queue of '{0}' is {1}, and goes on collecting messages; {2}",
        Subscriptions,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A ChannelMessageQueue has no limit and is no IDisposable. Until it is unsubscribed it stays registered at the connection and keeps each message that nobody reads, also after a break or a cancellation has ended the loop over it.",
        helpLinkUri: HelpLink("RG2002"));

    // Warning: measured, it removes nothing and says nothing. Its author meant something to end.
    public static readonly DiagnosticDescriptor UnsubscribeWithoutEffect = new(
        "RG2003",
        "Unsubscribe has no effect",
        "'{0}' removes nothing: {1}; {2}",
        Subscriptions,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Unsubscribe removes the handler that equals the one given. A lambda equals no other, not even the same text, and a method of another instance is another handler. Nothing is removed, and no error says so.",
        helpLinkUri: HelpLink("RG2003"));

    // Info: right on a channel that nobody else listens to, which this code may know.
    public static readonly DiagnosticDescriptor UnsubscribesEverybody = new(
        "RG2004",
        "Unsubscribe removes everybody's handlers",
        "'{0}' removes {1} from the connection, also those of other code; {2}",
        Subscriptions,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Subscriptions belong to the connection, not to the ISubscriber. Without a handler, Unsubscribe removes all handlers of the channel and completes its queues; UnsubscribeAll does that to every channel.",
        helpLinkUri: HelpLink("RG2004"));

    // Warning: an exception after the first await ends the process, and nothing limits how many handlers run at once.
    public static readonly DiagnosticDescriptor AsyncVoidHandler = new(
        "RG2005",
        "Handler is async void",
        "The handler given to '{0}' is async void: nobody awaits it, and an exception in it ends the process; {1}",
        Subscriptions,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An async handler that is given as an Action isn't awaited: an exception after its first await ends the process, messages overtake each other, and nothing limits how many run at once. ChannelMessageQueue.OnMessage takes a Func that returns a Task, and awaits it.",
        helpLinkUri: HelpLink("RG2005"));

    // Warning: each turn adds a call of the handler for each message, for as long as the connection lives.
    public static readonly DiagnosticDescriptor SubscribedAgain = new(
        "RG2006",
        "Subscribed again and again",
        "'{0}' subscribes again each time {1}, so that each message is handled more and more often; {2}",
        Subscriptions,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A handler that is subscribed twice is called twice and must be unsubscribed twice. A connection that was lost subscribes again by itself when it comes back.",
        helpLinkUri: HelpLink("RG2006"));

    // Warning: out-of-memory inside add_ConnectionRestored has been seen, from a property that added its handler each time.
    public static readonly DiagnosticDescriptor EventHandlerNeverRemoved = new(
        "RG2007",
        "Event handler is never removed",
        "The handler added to '{0}' is never removed, {1}; {2}",
        Subscriptions,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A shared connection keeps every handler of its events, and all that they capture, as long as it lives.",
        helpLinkUri: HelpLink("RG2007"));

    // Info: at the end of the process it makes no difference; where the host waits for the loop it does.
    public static readonly DiagnosticDescriptor ConsumerCannotEnd = new(
        "RG2008",
        "Consumer loop cannot end",
        "The loop over '{0}' can't end: a queue completes only when it is unsubscribed, not when its connection closes; {1}",
        Subscriptions,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Reading a ChannelMessageQueue waits until a message comes, the queue is unsubscribed or the token is cancelled. Closing the connection ends none of these waits.",
        helpLinkUri: HelpLink("RG2008"));
}
