using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RedisGuard.Pool.Connections;
using StackExchange.Redis;

namespace RedisGuard.Pool.Leases;

/// <summary>
/// The databases, batches and transactions that leases hand out. They are generated once a process for the interfaces of the
/// library that is there, whatever its version, and pass each call on (measured: a few nanoseconds, no allocation).
/// </summary>
/// <remarks>
/// Where code can't be generated (NativeAOT), or an interface can't be implemented, leases hand out the library's own objects, and
/// no connection is used twice.
/// </remarks>
internal static class LeasedTypes
{
    static LeasedTypes()
    {
        if (!RuntimeFeature.IsDynamicCodeSupported)
        {
            return;
        }

        try
        {
            Generate();
        }
#pragma warning disable CA1031 // An interface of a coming version that can't be forwarded: leases then do without.
        catch (Exception)
#pragma warning restore CA1031
        {
            (Database, Batch, Transaction) = (null, null, null);
        }
    }

    public static Func<IDatabase, ConnectionSlot, long, IDatabase>? Database { get; private set; }

    public static Func<IBatch, ConnectionSlot, long, IBatch>? Batch { get; private set; }

    public static Func<ITransaction, ConnectionSlot, long, ITransaction>? Transaction { get; private set; }

    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Guarded by RuntimeFeature.IsDynamicCodeSupported.")]
    private static void Generate()
    {
        var generator = new ForwardingTypeGenerator();
        Batch = generator.Generate<IBatch>();
        Transaction = generator.Generate<ITransaction>();
        Database = generator.Generate<IDatabase>();
    }
}
