// Pooled memory used after return: the buffer may hold somebody else's bytes by then.
using System;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace RG3002.SpanAfterUsing.Before
{
    public class Checksums
    {
        public int Of(IDatabase database, string key)
        {
            ReadOnlyMemory<byte> bytes;
            using (var lease = database.StringGetLease(key)) // expect: RG3002
            {
                bytes = lease!.Memory;
            }

            int sum = 0;
            for (int i = 0; i < bytes.Length; i++)
            {
                sum += bytes.Span[i];
            }

            return sum;
        }
    }
}

namespace RG3002.SpanAfterUsing.After
{
    public class Checksums
    {
        public int Of(IDatabase database, string key)
        {
            byte[] bytes;
            using (var lease = database.StringGetLease(key))
            {
                bytes = lease!.Span.ToArray();
            }

            int sum = 0;
            for (int i = 0; i < bytes.Length; i++)
            {
                sum += bytes[i];
            }

            return sum;
        }
    }
}

namespace RG3002.ReturnedMemory.Before
{
    public class Pages
    {
        private readonly IDatabase _database;

        public Pages(IDatabase database) => _database = database;

        public async Task<ReadOnlyMemory<byte>> ReadAsync(string page)
        {
            using var lease = await _database.StringGetLeaseAsync(page); // expect: RG3002
            return lease!.Memory;
        }
    }
}

namespace RG3002.ReturnedMemory.After
{
    public class Pages
    {
        private readonly IDatabase _database;

        public Pages(IDatabase database) => _database = database;

        public async Task<ReadOnlyMemory<byte>> ReadAsync(string page)
        {
            using var lease = await _database.StringGetLeaseAsync(page);
            return lease!.Memory.ToArray();
        }
    }
}

namespace RG3002.StoredSegment.Before
{
    public class LastFrame
    {
        private ArraySegment<byte> _frame;

        public void Refresh(IDatabase database)
        {
            using (var lease = database.HashGetLease("frames", "last")) // expect: RG3002
            {
                if (lease is not null)
                {
                    _frame = lease.ArraySegment;
                }
            }
        }

        public int Length => _frame.Count;
    }
}

namespace RG3002.StoredSegment.After
{
    public class LastFrame
    {
        private byte[] _frame = Array.Empty<byte>();

        public void Refresh(IDatabase database)
        {
            using (var lease = database.HashGetLease("frames", "last"))
            {
                if (lease is not null)
                {
                    _frame = lease.ArraySegment.ToArray();
                }
            }
        }

        public int Length => _frame.Length;
    }
}

namespace RG3002.StillBeingSent.Before
{
    public class Copier
    {
        public Task CopyAsync(IDatabase source, IDatabase target, string key)
        {
            using var lease = source.StringGetLease(key); // expect: RG3002
            return target.StringSetAsync(key, lease!.Memory);
        }
    }
}

namespace RG3002.StillBeingSent.After
{
    public class Copier
    {
        public async Task CopyAsync(IDatabase source, IDatabase target, string key)
        {
            using var lease = source.StringGetLease(key);
            await target.StringSetAsync(key, lease!.Memory);
        }
    }
}

namespace RG3002.DisposedTooEarly.Before
{
    public class Mirror
    {
        public static async Task MirrorAsync(IDatabase source, IDatabase target, RedisKey key)
        {
            Lease<byte>? lease = await source.StringGetLeaseAsync(key); // expect: RG3002
            var writing = target.StringSetAsync(key, lease!.Memory);
            lease.Dispose();
            await writing;
        }
    }
}

namespace RG3002.DisposedTooEarly.After
{
    public class Mirror
    {
        public static async Task MirrorAsync(IDatabase source, IDatabase target, RedisKey key)
        {
            Lease<byte>? lease = await source.StringGetLeaseAsync(key);
            var writing = target.StringSetAsync(key, lease!.Memory);
            await writing;
            lease.Dispose();
        }
    }
}
