namespace RedisGuard.Analyzers;

/// <content>Pooled replies, batches, and what RedisGuard.Pool hands out.</content>
internal static partial class DiagnosticIds
{
    public const string ReplyNotReturned = "RG3001";
    public const string ReplyUsedAfterReturn = "RG3002";
    public const string NeverSent = "RG3003";
    public const string WaitsBeforeSent = "RG3004";
    public const string QueuedAfterSent = "RG3005";
    public const string HandleNotDisposed = "RG3009";
}
