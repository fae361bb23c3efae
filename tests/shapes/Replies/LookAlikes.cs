// What only looks like a pooled reply that is lost, or used too late: each is fine, and every rule is silent.
using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using StackExchange.Redis;

namespace Replies.LookAlikes
{
    /// <summary>A decorator passes it on.</summary>
    public class Cached
    {
        private readonly IDatabase _inner;

        public Cached(IDatabase inner) => _inner = inner;

        public Lease<byte>? StringGetLease(RedisKey key, CommandFlags flags = CommandFlags.None) => _inner.StringGetLease(key, flags);

        public Task<Lease<byte>?> StringGetLeaseAsync(RedisKey key) => _inner.StringGetLeaseAsync(key);

        public async ValueTask<IMemoryOwner<byte>?> RentAsync(RedisKey key)
        {
            var lease = await _inner.StringGetLeaseAsync(key); // allow: RG3001
            return lease is { Length: > 0 } ? lease : null;
        }
    }

    /// <summary>The stream takes over.</summary>
    public class Files : Controller
    {
        private readonly IConnectionMultiplexer _redis;

        public Files(IConnectionMultiplexer redis) => _redis = redis;

        public async Task<IActionResult> Get(string id)
        {
            var lease = await _redis.GetDatabase().StringGetLeaseAsync(id);
            return lease is null ? NotFound() : File(lease.AsStream()!, "application/octet-stream");
        }

        public Stream? Open(string id) => _redis.GetDatabase().StringGetLease(id).AsStream();

        public async Task<HttpContent> ContentAsync(string id)
        {
            var lease = await _redis.GetDatabase().StringGetLeaseAsync(id);
            return new StreamContent(lease.AsStream() ?? Stream.Null);
        }
    }

    /// <summary>Disposed on the spot, in a finally, in a loop, behind a pattern.</summary>
    public class Disposed
    {
        private readonly IDatabase _database;

        public Disposed(IDatabase database) => _database = database;

        public void Touch(string key) => _database.StringGetLease(key)?.Dispose();

        public async Task<T?> ReadAsync<T>(string key, CancellationToken cancellationToken)
        {
            using var lease = await _database.StringGetLeaseAsync(key).ConfigureAwait(false);
            if (lease is null)
            {
                return default;
            }

            return await JsonSerializer.DeserializeAsync<T>(lease.AsStream(false)!, cancellationToken: cancellationToken);
        }

        public byte[]? Copy(string key)
        {
            if (_database.StringGetLease(key) is not { } lease)
            {
                return null;
            }

            using (lease)
            {
                return lease.Span.ToArray();
            }
        }

        public int Sum(IEnumerable<string> keys)
        {
            int sum = 0;
            foreach (string key in keys)
            {
                Lease<byte>? lease = null;
                try
                {
                    lease = _database.StringGetLease(key);
                    sum += lease?.Length ?? 0;
                }
                finally
                {
                    lease?.Dispose();
                }
            }

            return sum;
        }

        public int All(IEnumerable<string> keys)
        {
            var leases = keys.Select(key => _database.StringGetLease(key)).ToList();
            try
            {
                return leases.Sum(lease => lease?.Length ?? 0);
            }
            finally
            {
                foreach (var lease in leases)
                {
                    lease?.Dispose();
                }
            }
        }
    }

    /// <summary>Kept by an owner, or put in its care.</summary>
    public sealed class Held : IDisposable
    {
        private readonly Lease<byte>? _lease;

        public Held(IDatabase database) => _lease = database.StringGetLease("held");

        public ReadOnlySpan<byte> Bytes => _lease is null ? default : _lease.Span;

        public void Dispose() => _lease?.Dispose();
    }

    public static class Registered
    {
        public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, IDatabase database, string key)
        {
            var lease = await database.StringGetLeaseAsync(key);
            if (lease is null)
            {
                return default;
            }

            context.Response.RegisterForDispose(lease);
            return lease.Memory;
        }
    }

    /// <summary>Used while it is held.</summary>
    public class InTime
    {
        public async Task CopyAsync(IDatabase database, RedisKey from, RedisKey to)
        {
            using var lease = await database.StringGetLeaseAsync(from);
            if (lease is not null)
            {
                await database.StringSetAsync(to, lease.Memory, flags: CommandFlags.DemandMaster);
            }
        }

        public string Head(IDatabase database, RedisKey key)
        {
            using var lease = database.StringGetLease(key);
            var head = lease!.Span.Slice(0, Math.Min(16, lease.Length));
            return Convert.ToHexString(head);
        }

        public int Length(IDatabase database, RedisKey key)
        {
            int length;
            using (var lease = database.StringGetLease(key))
            {
                length = lease?.Length ?? 0;
            }

            return length;
        }
    }
}
