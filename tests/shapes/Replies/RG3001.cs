// Pooled reply is not returned: its buffer is lost to the pool.
using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StackExchange.Redis;

namespace RG3001.Deserialised.Before
{
    public class Carts
    {
        private readonly IDatabase _database;

        public Carts(IDatabase database) => _database = database;

        public async Task<T?> GetAsync<T>(string id)
        {
            var lease = await _database.StringGetLeaseAsync("cart:" + id).ConfigureAwait(false); // expect: RG3001
            return lease is null ? default : JsonSerializer.Deserialize<T>(lease.Span);
        }
    }
}

namespace RG3001.Deserialised.After
{
    public class Carts
    {
        private readonly IDatabase _database;

        public Carts(IDatabase database) => _database = database;

        public async Task<T?> GetAsync<T>(string id)
        {
            using var lease = await _database.StringGetLeaseAsync("cart:" + id).ConfigureAwait(false);
            return lease is null ? default : JsonSerializer.Deserialize<T>(lease.Span);
        }
    }
}

namespace RG3001.DisposedOnSuccessOnly.Before
{
    public static class Thumbnails
    {
        public static byte[] Read(IDatabase database, RedisKey key)
        {
            Lease<byte>? lease = database.StringGetLease(key); // expect: RG3001
            if (lease == null || lease.Length == 0)
            {
                return Array.Empty<byte>();
            }

            if (lease.Span[0] != 0xFF)
            {
                throw new InvalidDataException("no picture");
            }

            byte[] copy = lease.Span.ToArray();
            lease.Dispose();
            return copy;
        }
    }
}

namespace RG3001.DisposedOnSuccessOnly.After
{
    public static class Thumbnails
    {
        public static byte[] Read(IDatabase database, RedisKey key)
        {
            Lease<byte>? lease = database.StringGetLease(key);
            try
            {
                if (lease == null || lease.Length == 0)
                {
                    return Array.Empty<byte>();
                }

                if (lease.Span[0] != 0xFF)
                {
                    throw new InvalidDataException("no picture");
                }

                return lease.Span.ToArray();
            }
            finally
            {
                lease?.Dispose();
            }
        }
    }
}

namespace RG3001.Expression.Before
{
    public static class Sizes
    {
        public static int Of(IDatabase database, string key) => database.StringGetLease(key)?.Length ?? 0; // expect: RG3001
    }
}

namespace RG3001.Expression.After
{
    public static class Sizes
    {
        public static int Of(IDatabase database, string key)
        {
            using var lease = database.StringGetLease(key);
            return lease?.Length ?? 0;
        }
    }
}

namespace RG3001.Decoded.Before
{
    public class Documents
    {
        private readonly IDatabase _database;

        public Documents(IDatabase database) => _database = database;

        public string? Text(string id)
        {
            var lease = _database.HashGetLease("documents", id); // expect: RG3001
            return lease.DecodeString(Encoding.UTF8);
        }
    }
}

namespace RG3001.Decoded.After
{
    public class Documents
    {
        private readonly IDatabase _database;

        public Documents(IDatabase database) => _database = database;

        public string? Text(string id)
        {
            using var lease = _database.HashGetLease("documents", id);
            return lease.DecodeString(Encoding.UTF8);
        }
    }
}

namespace RG3001.SecondLease.Before
{
    public class Words
    {
        public static int Count(IDatabase database, string id)
        {
            using Lease<byte>? bytes = database.StringGetLease(id);
            Lease<char>? text = bytes.DecodeLease(); // expect: RG3001
            int count = 0;
            foreach (char c in text!.Span)
            {
                count += c == ' ' ? 1 : 0;
            }

            return count;
        }
    }
}

namespace RG3001.SecondLease.After
{
    public class Words
    {
        public static int Count(IDatabase database, string id)
        {
            using Lease<byte>? bytes = database.StringGetLease(id);
            using Lease<char>? text = bytes.DecodeLease();
            int count = 0;
            foreach (char c in text!.Span)
            {
                count += c == ' ' ? 1 : 0;
            }

            return count;
        }
    }
}

namespace RG3001.StreamThatDoesNotOwn.Before
{
    public class Archive
    {
        public async Task ExportAsync(IDatabase database, Stream target, CancellationToken cancellationToken)
        {
            var lease = await database.StringGetLeaseAsync("archive"); // expect: RG3001
            using var source = lease.AsStream(ownsLease: false);
            if (source is not null)
            {
                await source.CopyToAsync(target, cancellationToken);
            }
        }
    }
}

namespace RG3001.StreamThatDoesNotOwn.After
{
    public class Archive
    {
        public async Task ExportAsync(IDatabase database, Stream target, CancellationToken cancellationToken)
        {
            var lease = await database.StringGetLeaseAsync("archive");
            using var source = lease.AsStream();
            if (source is not null)
            {
                await source.CopyToAsync(target, cancellationToken);
            }
        }
    }
}

namespace RG3001.Endpoint.Before
{
    public static class BlobEndpoints
    {
        public static void MapBlobs(this IEndpointRouteBuilder routes)
            => routes.MapGet("/blobs/{id}", async (string id, IConnectionMultiplexer redis, HttpResponse response) =>
            {
                if (await redis.GetDatabase().StringGetLeaseAsync(id) is { } blob) // expect: RG3001
                {
                    await response.Body.WriteAsync(blob.Memory);
                }
            });
    }
}

namespace RG3001.Endpoint.After
{
    public static class BlobEndpoints
    {
        public static void MapBlobs(this IEndpointRouteBuilder routes)
            => routes.MapGet("/blobs/{id}", async (string id, IConnectionMultiplexer redis, HttpResponse response) =>
            {
                if (await redis.GetDatabase().StringGetLeaseAsync(id) is { } blob)
                {
                    using (blob)
                    {
                        await response.Body.WriteAsync(blob.Memory);
                    }
                }
            });
    }
}

namespace RG3001.InLoop.Before
{
    public class Digest
    {
        public int Sum(IDatabase database, IEnumerable<RedisKey> keys)
        {
            int sum = 0;
            foreach (var key in keys)
            {
                var lease = database.StringGetLease(key); // expect: RG3001
                if (lease == null)
                {
                    continue;
                }

                foreach (byte b in lease.Memory.Span)
                {
                    sum += b;
                }
            }

            return sum;
        }
    }
}

namespace RG3001.InLoop.After
{
    public class Digest
    {
        public int Sum(IDatabase database, IEnumerable<RedisKey> keys)
        {
            int sum = 0;
            foreach (var key in keys)
            {
                using var lease = database.StringGetLease(key);
                if (lease == null)
                {
                    continue;
                }

                foreach (byte b in lease.Memory.Span)
                {
                    sum += b;
                }
            }

            return sum;
        }
    }
}

namespace RG3001.OwnAllocation.Before
{
    public class Encoder
    {
        public void Store(IDatabase database, string key, string text)
        {
            var buffer = Lease<byte>.Create(Encoding.UTF8.GetMaxByteCount(text.Length)); // expect: RG3001
            int length = Encoding.UTF8.GetBytes(text, buffer.Span);
            database.StringSet(key, buffer.Memory.Slice(0, length));
        }
    }
}

namespace RG3001.OwnAllocation.After
{
    public class Encoder
    {
        public void Store(IDatabase database, string key, string text)
        {
            using var buffer = Lease<byte>.Create(Encoding.UTF8.GetMaxByteCount(text.Length));
            int length = Encoding.UTF8.GetBytes(text, buffer.Span);
            database.StringSet(key, buffer.Memory.Slice(0, length));
        }
    }
}

namespace RG3001.LambdaInSelect.Before
{
    public class Hashes
    {
        public async Task<int[]> LengthsAsync(IDatabaseAsync database, IEnumerable<string> ids)
            => await Task.WhenAll(ids.Select(async id =>
            {
                var lease = await database.HashGetLeaseAsync("hashes", id); // expect: RG3001
                return lease!.Length;
            }));
    }
}

namespace RG3001.LambdaInSelect.After
{
    public class Hashes
    {
        public async Task<int[]> LengthsAsync(IDatabaseAsync database, IEnumerable<string> ids)
            => await Task.WhenAll(ids.Select(async id =>
            {
                using var lease = await database.HashGetLeaseAsync("hashes", id);
                return lease!.Length;
            }));
    }
}

namespace RG3001.PatternSwitch.Before
{
    public class Router
    {
        public string Route(IDatabase database, RedisKey key)
        {
            switch (database.StringGetLease(key)) // expect: RG3001
            {
                case { Length: > 1024 } big:
                    return "bulk:" + big.Length;
                case { } small:
                    return "inline:" + small.Length;
                default:
                    return "none";
            }
        }
    }
}

namespace RG3001.PatternSwitch.After
{
    public class Router
    {
        public string Route(IDatabase database, RedisKey key)
        {
            using var lease = database.StringGetLease(key);
            switch (lease)
            {
                case { Length: > 1024 } big:
                    return "bulk:" + big.Length;
                case { } small:
                    return "inline:" + small.Length;
                default:
                    return "none";
            }
        }
    }
}

namespace RG3001.ForgottenByOwner.Before
{
    public sealed class Picture : IDisposable
    {
        private Lease<byte>? _pixels;
        private IDisposable? _other;

        public void Load(IDatabase database, string id, IDisposable other)
        {
            _pixels = database.StringGetLease(id); // expect: RG3001
            _other = other;
        }

        public int Length => _pixels?.Length ?? 0;

        public void Dispose() => _other?.Dispose();
    }
}

namespace RG3001.ForgottenByOwner.After
{
    public sealed class Picture : IDisposable
    {
        private Lease<byte>? _pixels;
        private IDisposable? _other;

        public void Load(IDatabase database, string id, IDisposable other)
        {
            _pixels = database.StringGetLease(id);
            _other = other;
        }

        public int Length => _pixels?.Length ?? 0;

        public void Dispose()
        {
            _pixels?.Dispose();
            _other?.Dispose();
        }
    }
}
