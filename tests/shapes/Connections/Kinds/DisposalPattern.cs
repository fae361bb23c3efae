// The flags of the disposal pattern say who calls, and how often; another flag says whose the connection is.
using System;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace Kinds.DisposalPattern.Given
{
    public class Mails : IDisposable
    {
        private readonly IConnectionMultiplexer _redis;
        private bool _disposedValue;

        public Mails(IConnectionMultiplexer redis) => _redis = redis;

        public void Queue(string mail) => _redis.GetDatabase().ListLeftPush("mails", mail);

        public void Dispose()
        {
            Dispose(disposing: true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (!_disposedValue)
            {
                if (disposing)
                {
                    _redis.Dispose(); // expect: RG1007
                }

                _disposedValue = true;
            }
        }
    }

    public sealed class Visits : IAsyncDisposable
    {
        private readonly IConnectionMultiplexer _redis;

        public Visits(IConnectionMultiplexer redis) => _redis = redis;

        private bool IsDisposed { get; set; }

        public Task CountAsync(string page) => _redis.GetDatabase().StringIncrementAsync(page);

        public async ValueTask DisposeAsync()
        {
            if (IsDisposed)
            {
                return;
            }

            IsDisposed = true;
            await _redis.CloseAsync(); // expect: RG1007
        }
    }

    public abstract class Service : IDisposable
    {
        protected Service(IConnectionMultiplexer redis) => Redis = redis;

        protected IConnectionMultiplexer Redis { get; }

        public void Dispose() => Dispose(true);

        protected virtual void Dispose(bool disposing)
        {
        }
    }

    public sealed class Orders : Service
    {
        public Orders(IConnectionMultiplexer redis)
            : base(redis)
        {
        }

        public long Count() => Redis.GetDatabase().ListLength("orders");

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Redis.Dispose(); // expect: RG1007
            }

            base.Dispose(disposing);
        }
    }
}

namespace Kinds.DisposalPattern.Owned
{
    public class Opened : IDisposable
    {
        private readonly IConnectionMultiplexer _redis;
        private bool _disposed;

        public Opened(string server) => _redis = ConnectionMultiplexer.Connect(server);

        public long Count() => _redis.GetDatabase().ListLength("orders");

        public void Dispose() => Dispose(true);

        protected virtual void Dispose(bool disposing)
        {
            if (_disposed)
            {
                return;
            }

            if (disposing)
            {
                _redis.Dispose();
            }

            _disposed = true;
        }
    }

    public class LeftOpen : IDisposable
    {
        private readonly IConnectionMultiplexer _redis;
        private bool _leaveOpen;

        public LeftOpen(IConnectionMultiplexer redis, bool leaveOpen)
        {
            _redis = redis;
            _leaveOpen = leaveOpen;
        }

        public long Count() => _redis.GetDatabase().ListLength("orders");

        public void Dispose() => Dispose(true);

        protected virtual void Dispose(bool disposing)
        {
            if (disposing && !_leaveOpen)
            {
                _redis.Dispose();
                _leaveOpen = true;
            }
        }
    }

    public class TakenOver : IDisposable
    {
        private readonly IConnectionMultiplexer _redis;
        private bool _isMine;

        public TakenOver(IConnectionMultiplexer redis) => _redis = redis;

        public void TakeOver() => _isMine = true;

        public long Count() => _redis.GetDatabase().ListLength("orders");

        public void Dispose()
        {
            if (_isMine)
            {
                _redis.Dispose();
                _isMine = false;
            }
        }
    }
}
