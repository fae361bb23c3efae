using System.Reflection;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Tests.Telemetry;

public sealed class PoolLogTests
{
    /// <summary>Alerts are built on these: an id may be added, never changed or used again.</summary>
    [Fact]
    public void EventIds_AreThese()
    {
        string[] expected =
        [
            "1001 LeaseLeaked Warning",
            "1002 SubscriptionLeaked Warning",
            "1003 DedicatedLeaked Warning",
            "1004 ConnectionLeaked Warning",
            "1009 LeakCallbackFailed Error",
            "1011 LongHeld Warning",
            "1012 LongHeldReturned Information",
            "1013 LeaseRenewed Information",
            "1101 Opened Debug",
            "1102 WarmUpFailed Warning",
            "1106 Healed Warning",
            "1107 DisposedByOther Error",
            "1108 LoopFailed Error",
            "1109 PoolConnected Information",
            "1110 KeptToItsShare Information",
            "1111 ServerNearlyFull Warning",
            "1201 HeldAtDrain Warning",
            "1202 PoolClosed Information",
            "1203 PoolLeftBehind Warning",
            "1301 SecondPool Warning",
            "1302 SharedPoolDisposed Warning",
            "1401 HandlerFailed Error",
            "1402 MessagesDropped Warning",
            "1403 SubscriptionOverflowed Error",
            "1404 UnsubscribeFailed Debug",
            "1405 Unconfirmed Warning",
            "1501 CircuitOpened Warning",
            "1502 CircuitClosed Information",
            "1503 CircuitIsolated Warning",
            "1504 CircuitProbing Debug",
            "1505 CircuitProbeFailed Debug",
            "1506 CircuitClassifyFailed Error",
            "1509 CircuitHandlerFailed Error",
            "1601 Unhealthy Warning",
            "1602 HealthyAgain Information",
            "1603 StillUnhealthy Warning",
            "1609 CallbackFailed Error",
        ];

        var found = typeof(PoolLog).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(static method => (method.Name, Message: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(static method => method.Message is not null)
            .Select(static method => $"{method.Message!.EventId} {method.Name} {method.Message.Level}")
            .Order(StringComparer.Ordinal);

        Assert.Equal(expected, found);
    }
}
