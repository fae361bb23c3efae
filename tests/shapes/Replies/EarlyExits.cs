// An early exit that is taken both without a reply and with one.
using System;
using StackExchange.Redis;

namespace Replies.EarlyExits
{
    public sealed class Pages(IDatabase db)
    {
        public bool TryRead(string name, Span<byte> target, out int length)
        {
            length = 0;
            var lease = db.StringGetLease(name); // expect: RG3001
            if (lease is null || lease.Length > target.Length)
            {
                return false;
            }

            lease.Span.CopyTo(target);
            length = lease.Length;
            lease.Dispose();
            return true;
        }

        public int Count(string name)
        {
            var lease = db.StringGetLease(name); // expect: RG3001
            if (lease == null || lease.Span[0] == 0)
            {
                return 0;
            }

            int count = lease.Length;
            lease.Dispose();
            return count;
        }

        public int CountOrZero(string name)
        {
            var lease = db.StringGetLease(name);
            if (lease is null)
            {
                return 0;
            }

            if (lease.Span[0] == 0)
            {
                lease.Dispose();
                return 0;
            }

            int count = lease.Length;
            lease.Dispose();
            return count;
        }

        // The same question twice.
        public int Twice(string name)
        {
            int count = 0;
            var lease = db.StringGetLease(name);
            bool found = lease is not null;
            if (found)
            {
                count = lease!.Length;
            }

            if (lease != null)
            {
                lease.Dispose();
            }

            return count;
        }
    }
}
