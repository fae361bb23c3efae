namespace RedisGuard.Analyzers;

/// <content>Subscriptions and events.</content>
internal static partial class DiagnosticIds
{
    public const string OutlivesSubscriber = "RG2001";
    public const string QueueNeverUnsubscribed = "RG2002";
    public const string UnsubscribeWithoutEffect = "RG2003";
    public const string UnsubscribesEverybody = "RG2004";
    public const string AsyncVoidHandler = "RG2005";
    public const string SubscribedAgain = "RG2006";
    public const string EventHandlerNeverRemoved = "RG2007";
    public const string ConsumerCannotEnd = "RG2008";
}
