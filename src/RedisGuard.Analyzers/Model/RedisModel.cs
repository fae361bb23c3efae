using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Options;

namespace RedisGuard.Analyzers.Model;

/// <summary>
/// The table of what the library's members do to ownership: one row a member, no code. A new resource is a new row.
/// The signatures are those of StackExchange.Redis 2.7.27 to 3.4.35; rows of types or members that the referenced
/// version doesn't have resolve to nothing.
/// </summary>
internal sealed class RedisModel
{
    private static readonly ImmutableArray<Row> s_rows = ImmutableArray.Create(
        new Row("StackExchange.Redis.ConnectionMultiplexer", "Connect", MemberEffect.Acquires),
        new Row("StackExchange.Redis.ConnectionMultiplexer", "ConnectAsync", MemberEffect.Acquires),
        new Row("StackExchange.Redis.ConnectionMultiplexer", "SentinelConnect", MemberEffect.Acquires),
        new Row("StackExchange.Redis.ConnectionMultiplexer", "SentinelConnectAsync", MemberEffect.Acquires),
        new Row("StackExchange.Redis.ConnectionMultiplexer", "ConnectGroupAsync", MemberEffect.Acquires),

        new Row("StackExchange.Redis.ConnectionMultiplexer", "Dispose", MemberEffect.Releases),
        new Row("StackExchange.Redis.ConnectionMultiplexer", "DisposeAsync", MemberEffect.Releases),
        new Row("StackExchange.Redis.ConnectionMultiplexer", "Close", MemberEffect.Releases),
        new Row("StackExchange.Redis.ConnectionMultiplexer", "CloseAsync", MemberEffect.Releases),
        new Row("StackExchange.Redis.IConnectionMultiplexer", "Close", MemberEffect.Releases),
        new Row("StackExchange.Redis.IConnectionMultiplexer", "CloseAsync", MemberEffect.Releases),
        new Row("System.IDisposable", "Dispose", MemberEffect.Releases),
        new Row("System.IAsyncDisposable", "DisposeAsync", MemberEffect.Releases),
        new Row("System.Runtime.CompilerServices.ConfiguredAsyncDisposable", "DisposeAsync", MemberEffect.Releases),

        new Row("StackExchange.Redis.ConnectionMultiplexer", "GetDatabase", MemberEffect.Views),
        new Row("StackExchange.Redis.ConnectionMultiplexer", "GetSubscriber", MemberEffect.Views),
        new Row("StackExchange.Redis.ConnectionMultiplexer", "GetServer", MemberEffect.Views),
        new Row("StackExchange.Redis.ConnectionMultiplexer", "GetServers", MemberEffect.Views),
        new Row("StackExchange.Redis.IConnectionMultiplexer", "GetDatabase", MemberEffect.Views),
        new Row("StackExchange.Redis.IConnectionMultiplexer", "GetSubscriber", MemberEffect.Views),
        new Row("StackExchange.Redis.IConnectionMultiplexer", "GetServer", MemberEffect.Views),
        new Row("StackExchange.Redis.IConnectionMultiplexer", "GetServers", MemberEffect.Views),

        new Row("StackExchange.Redis.IRedisAsync", "Multiplexer", MemberEffect.Unwraps),
        new Row("StackExchange.Redis.IServer", "Multiplexer", MemberEffect.Unwraps),

        new Row("StackExchange.Redis.ISubscriber", "Subscribe", MemberEffect.Subscribes),
        new Row("StackExchange.Redis.ISubscriber", "SubscribeAsync", MemberEffect.Subscribes));

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<ISymbol, MemberEffect> _effects = new(SymbolEqualityComparer.Default);

    public RedisModel(Compilation compilation, ProjectOptions options)
    {
        foreach (Row row in s_rows)
        {
            if (compilation.GetBestTypeByMetadataName(row.Type) is not { } type)
            {
                continue;
            }

            foreach (ISymbol member in type.GetMembers(row.Member))
            {
                Add(member, row.Effect);
            }
        }

        Add(options.AcquiringMembers, MemberEffect.Acquires, compilation);
        Add(options.ReleasingMembers, MemberEffect.Releases, compilation);
    }

    /// <summary>What a use of <paramref name="member"/> does; <see cref="MemberEffect.None"/> for anything unknown.</summary>
    public MemberEffect EffectOf(ISymbol member)
        // By name first: this is asked of each call of a compilation, and hashing a symbol costs ten times as much.
        => _names.Contains(member.Name) && _effects.TryGetValue(member.OriginalDefinition, out MemberEffect effect) ? effect : MemberEffect.None;

    private void Add(ImmutableArray<string> ids, MemberEffect effect, Compilation compilation)
    {
        foreach (string id in ids)
        {
            foreach (IMethodSymbol method in DocumentationIds.Resolve(id, compilation))
            {
                Add(method, effect);
            }
        }
    }

    private void Add(ISymbol member, MemberEffect effect)
    {
        _names.Add(member.Name);
        _effects[member] = effect;
    }

    private readonly record struct Row(string Type, string Member, MemberEffect Effect);
}
