using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Options;

namespace RedisGuard.Analyzers.Model;

/// <summary>
/// The table of what the library's members do to ownership: one row a member, no code. The signatures are those of
/// StackExchange.Redis 2.7.27 to 3.4.35; rows of types or members that the referenced version doesn't have resolve to
/// nothing.
/// </summary>
/// <remarks>
/// A new resource is a new <see cref="ResourceKind"/>, a row in <see cref="s_resources"/> that says what it is, and rows
/// in <see cref="s_rows"/> that say what acquires and releases it. The rule then asks <c>AcquiringCalls</c> of
/// <c>symbols.Model[kind]</c> what became of an acquiring call: its <c>Obligation</c> has the leaks, releases and escapes,
/// and the uses with the state of the resource at each. Each kind runs in a flow of its own, so its rows change
/// nothing for the others.
/// </remarks>
internal sealed class RedisModel
{
    private static readonly ImmutableArray<Resource> s_resources = ImmutableArray.Create(
        new Resource(
            ResourceKind.Connection,
            Types: ImmutableArray.Create("StackExchange.Redis.ConnectionMultiplexer", "StackExchange.Redis.IConnectionMultiplexer"),
            Views: ImmutableArray.Create("StackExchange.Redis.IRedisAsync", "StackExchange.Redis.IServer"))
        {
            IsReachedThroughViews = true,
        },
        new Resource(
            ResourceKind.MessageQueue,
            Types: ImmutableArray.Create("StackExchange.Redis.ChannelMessageQueue"),
            Views: ImmutableArray.Create("System.Collections.Generic.IAsyncEnumerable`1", "System.Runtime.CompilerServices.ConfiguredCancelableAsyncEnumerable`1")),
        new Resource(
            ResourceKind.PooledReply,
            Types: ImmutableArray.Create("StackExchange.Redis.Lease`1", "StackExchange.Redis.RespResult"),
            Views: ImmutableArray.Create(
                "System.Span`1",
                "System.ReadOnlySpan`1",
                "System.Memory`1",
                "System.ReadOnlyMemory`1",
                "System.ArraySegment`1",
                "System.Buffers.ReadOnlySequence`1",
                "System.IO.Stream"))
        {
            IsAcquiredByType = true,
        },
        new Resource(
            ResourceKind.Batch,
            Types: ImmutableArray.Create("StackExchange.Redis.IBatch", "StackExchange.Redis.ITransaction", "StackExchange.Redis.ITransactionAsync"),
            Views: ImmutableArray<string>.Empty)
        {
            KeepsCommandsBack = true,
        },
        new Resource(
            ResourceKind.Handle,
            Types: ImmutableArray.Create("RedisGuard.Pool.RedisLease", "RedisGuard.Pool.RedisSubscription", "RedisGuard.Pool.RedisDedicatedConnection"),
            Views: ImmutableArray.Create("StackExchange.Redis.IRedisAsync", "StackExchange.Redis.IServer", "StackExchange.Redis.IConnectionMultiplexer")),
        new Resource(ResourceKind.Lock, Types: ImmutableArray<string>.Empty, Views: ImmutableArray<string>.Empty)
        {
            IsToldByAnswer = true,
        });

    private static readonly ImmutableArray<Row> s_rows = ImmutableArray.Create(
        new Row(ResourceKind.Connection, "StackExchange.Redis.ConnectionMultiplexer", "Connect", MemberEffect.Acquires),
        new Row(ResourceKind.Connection, "StackExchange.Redis.ConnectionMultiplexer", "ConnectAsync", MemberEffect.Acquires),
        new Row(ResourceKind.Connection, "StackExchange.Redis.ConnectionMultiplexer", "SentinelConnect", MemberEffect.Acquires),
        new Row(ResourceKind.Connection, "StackExchange.Redis.ConnectionMultiplexer", "SentinelConnectAsync", MemberEffect.Acquires),
        new Row(ResourceKind.Connection, "StackExchange.Redis.ConnectionMultiplexer", "ConnectGroupAsync", MemberEffect.Acquires),

        new Row(ResourceKind.Connection, "StackExchange.Redis.ConnectionMultiplexer", "Dispose", MemberEffect.Releases),
        new Row(ResourceKind.Connection, "StackExchange.Redis.ConnectionMultiplexer", "DisposeAsync", MemberEffect.Releases),
        new Row(ResourceKind.Connection, "StackExchange.Redis.ConnectionMultiplexer", "Close", MemberEffect.Releases),
        new Row(ResourceKind.Connection, "StackExchange.Redis.ConnectionMultiplexer", "CloseAsync", MemberEffect.Releases),
        new Row(ResourceKind.Connection, "StackExchange.Redis.IConnectionMultiplexer", "Close", MemberEffect.Releases),
        new Row(ResourceKind.Connection, "StackExchange.Redis.IConnectionMultiplexer", "CloseAsync", MemberEffect.Releases),
        new Row(ResourceKind.Connection, "System.IDisposable", "Dispose", MemberEffect.Releases),
        new Row(ResourceKind.Connection, "System.IAsyncDisposable", "DisposeAsync", MemberEffect.Releases),
        new Row(ResourceKind.Connection, "System.Runtime.CompilerServices.ConfiguredAsyncDisposable", "DisposeAsync", MemberEffect.Releases),

        new Row(ResourceKind.Connection, "StackExchange.Redis.ConnectionMultiplexer", "GetDatabase", MemberEffect.Views),
        new Row(ResourceKind.Connection, "StackExchange.Redis.ConnectionMultiplexer", "GetSubscriber", MemberEffect.Views),
        new Row(ResourceKind.Connection, "StackExchange.Redis.ConnectionMultiplexer", "GetServer", MemberEffect.Views),
        new Row(ResourceKind.Connection, "StackExchange.Redis.ConnectionMultiplexer", "GetServers", MemberEffect.Views),
        new Row(ResourceKind.Connection, "StackExchange.Redis.IConnectionMultiplexer", "GetDatabase", MemberEffect.Views),
        new Row(ResourceKind.Connection, "StackExchange.Redis.IConnectionMultiplexer", "GetSubscriber", MemberEffect.Views),
        new Row(ResourceKind.Connection, "StackExchange.Redis.IConnectionMultiplexer", "GetServer", MemberEffect.Views),
        new Row(ResourceKind.Connection, "StackExchange.Redis.IConnectionMultiplexer", "GetServers", MemberEffect.Views),

        new Row(ResourceKind.Connection, "StackExchange.Redis.IRedisAsync", "Multiplexer", MemberEffect.Unwraps),
        new Row(ResourceKind.Connection, "StackExchange.Redis.IServer", "Multiplexer", MemberEffect.Unwraps),

        new Row(ResourceKind.Connection, "StackExchange.Redis.ISubscriber", "Subscribe", MemberEffect.Subscribes),
        new Row(ResourceKind.Connection, "StackExchange.Redis.ISubscriber", "SubscribeAsync", MemberEffect.Subscribes),

        new Row(ResourceKind.MessageQueue, "StackExchange.Redis.ISubscriber", "Subscribe", MemberEffect.Acquires),
        new Row(ResourceKind.MessageQueue, "StackExchange.Redis.ISubscriber", "SubscribeAsync", MemberEffect.Acquires),
        new Row(ResourceKind.MessageQueue, "StackExchange.Redis.ChannelMessageQueue", "Unsubscribe", MemberEffect.Releases),
        new Row(ResourceKind.MessageQueue, "StackExchange.Redis.ChannelMessageQueue", "UnsubscribeAsync", MemberEffect.Releases),
        new Row(ResourceKind.MessageQueue, "System.Threading.Tasks.TaskAsyncEnumerableExtensions", "WithCancellation", MemberEffect.Views),

        new Row(ResourceKind.PooledReply, "StackExchange.Redis.Lease`1", "Dispose", MemberEffect.Releases),
        new Row(ResourceKind.PooledReply, "StackExchange.Redis.RespResult", "Dispose", MemberEffect.Releases),
        new Row(ResourceKind.PooledReply, "System.IDisposable", "Dispose", MemberEffect.Releases),
        new Row(ResourceKind.PooledReply, "StackExchange.Redis.Lease`1", "Memory", MemberEffect.Views),
        new Row(ResourceKind.PooledReply, "StackExchange.Redis.Lease`1", "Span", MemberEffect.Views),
        new Row(ResourceKind.PooledReply, "StackExchange.Redis.Lease`1", "ArraySegment", MemberEffect.Views),
        new Row(ResourceKind.PooledReply, "StackExchange.Redis.ExtensionMethods", "AsStream", MemberEffect.TakesOver),

        new Row(ResourceKind.Batch, "StackExchange.Redis.IDatabase", "CreateBatch", MemberEffect.Acquires),
        new Row(ResourceKind.Batch, "StackExchange.Redis.IDatabase", "CreateTransaction", MemberEffect.Acquires),
        new Row(ResourceKind.Batch, "StackExchange.Redis.IDatabaseAsync", "CreateTransaction", MemberEffect.Acquires),
        new Row(ResourceKind.Batch, "StackExchange.Redis.IBatch", "Execute", MemberEffect.Releases),
        new Row(ResourceKind.Batch, "StackExchange.Redis.ITransaction", "Execute", MemberEffect.Releases),
        new Row(ResourceKind.Batch, "StackExchange.Redis.ITransaction", "ExecuteAsync", MemberEffect.Releases),
        new Row(ResourceKind.Batch, "StackExchange.Redis.ITransactionAsync", "ExecuteAsync", MemberEffect.Releases),

        new Row(ResourceKind.Handle, "RedisGuard.Pool.RedisPool", "RentAsync", MemberEffect.Acquires),
        new Row(ResourceKind.Handle, "RedisGuard.Pool.RedisPool", "SubscribeAsync", MemberEffect.Acquires),
        new Row(ResourceKind.Handle, "RedisGuard.Pool.RedisPool", "ConnectDedicatedAsync", MemberEffect.Acquires),
        new Row(ResourceKind.Handle, "RedisGuard.Pool.RedisLease", "Abandon", MemberEffect.Releases),
        new Row(ResourceKind.Handle, "RedisGuard.Pool.RedisLease", "Dispose", MemberEffect.Releases),
        new Row(ResourceKind.Handle, "RedisGuard.Pool.RedisLease", "DisposeAsync", MemberEffect.Releases),
        new Row(ResourceKind.Handle, "RedisGuard.Pool.RedisSubscription", "DisposeAsync", MemberEffect.Releases),
        new Row(ResourceKind.Handle, "RedisGuard.Pool.RedisDedicatedConnection", "Dispose", MemberEffect.Releases),
        new Row(ResourceKind.Handle, "RedisGuard.Pool.RedisDedicatedConnection", "DisposeAsync", MemberEffect.Releases),
        new Row(ResourceKind.Handle, "System.IDisposable", "Dispose", MemberEffect.Releases),
        new Row(ResourceKind.Handle, "System.IAsyncDisposable", "DisposeAsync", MemberEffect.Releases),
        new Row(ResourceKind.Handle, "System.Runtime.CompilerServices.ConfiguredAsyncDisposable", "DisposeAsync", MemberEffect.Releases),
        new Row(ResourceKind.Handle, "RedisGuard.Pool.RedisLease", "Database", MemberEffect.Views),
        new Row(ResourceKind.Handle, "RedisGuard.Pool.RedisLease", "Connection", MemberEffect.Views),
        new Row(ResourceKind.Handle, "RedisGuard.Pool.RedisDedicatedConnection", "Database", MemberEffect.Views),
        new Row(ResourceKind.Handle, "RedisGuard.Pool.RedisDedicatedConnection", "Connection", MemberEffect.Views),

        new Row(ResourceKind.Lock, "StackExchange.Redis.IDatabase", "LockTake", MemberEffect.Acquires),
        new Row(ResourceKind.Lock, "StackExchange.Redis.IDatabaseAsync", "LockTakeAsync", MemberEffect.Acquires));

    private readonly ImmutableArray<ResourceModel> _models;
    private readonly TypeSet _resources;
    private readonly TaskTypes _tasks;
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);

    public RedisModel(Compilation compilation, ProjectOptions options, TaskTypes tasks)
    {
        var types = new TypeLookup(compilation);
        var models = ImmutableArray.CreateBuilder<ResourceModel>(s_resources.Length);
        foreach (Resource resource in s_resources)
        {
            models.Add(new ResourceModel(resource, compilation, types, tasks));
        }

        _models = models.MoveToImmutable();
        _tasks = tasks;
        _resources = new TypeSet(types, s_resources.SelectMany(resource => resource.Types));
        AddRows(types);
        foreach (IMethodSymbol acquiring in Resolve(options.AcquiringMembers, compilation))
        {
            _listed.Add(acquiring.Name);
            this[ResourceKind.Connection].Add(acquiring, MemberEffect.Acquires);
        }

        foreach (IMethodSymbol releasing in Resolve(options.ReleasingMembers, compilation))
        {
            foreach (ResourceModel model in _models)
            {
                model.Add(releasing, MemberEffect.Releases);
            }
        }
    }

    public ResourceModel this[ResourceKind kind] => _models[(int)kind];

    /// <summary>
    /// Whether the call may acquire a resource of any kind: one look for them all, since each call of a compilation
    /// is asked for, and nearly all give something else.
    /// </summary>
    public bool MayAcquire(IInvocationOperation call)
        => _resources.Contains(_tasks.ResultOf(call.Type) ?? call.Type)
            || this[ResourceKind.Connection].IsPartOf(call.Type)
            || (call.TargetMethod.Parameters.Length > 0 && this[ResourceKind.Connection].IsPutOutBy(call.TargetMethod))
            // What an option lists may give anything.
            || (_listed.Count > 0 && _listed.Contains(call.TargetMethod.Name));

    /// <summary>The same of a call that doesn't bind, by its name.</summary>
    public bool MayAcquire(string method)
    {
        foreach (ResourceModel model in _models)
        {
            if (model.MayAcquire(method))
            {
                return true;
            }
        }

        return false;
    }

    private void AddRows(TypeLookup types)
    {
        foreach (Row row in s_rows)
        {
            if (types.Find(row.Type) is not { } type)
            {
                continue;
            }

            ResourceModel model = this[row.Kind];
            foreach (ISymbol member in type.GetMembers(row.Member))
            {
                // An overload that takes a handler gives nothing that could be released.
                if (row.Effect != MemberEffect.Acquires || model.IsToldByAnswer || (member is IMethodSymbol method && model.IsGivenBy(method)))
                {
                    model.Add(member, row.Effect);
                }
            }
        }
    }

    private static IEnumerable<IMethodSymbol> Resolve(ImmutableArray<string> ids, Compilation compilation)
    {
        foreach (string id in ids)
        {
            foreach (IMethodSymbol method in DocumentationIds.Resolve(id, compilation))
            {
                yield return method;
            }
        }
    }

    private readonly record struct Row(ResourceKind Kind, string Type, string Member, MemberEffect Effect);
}
