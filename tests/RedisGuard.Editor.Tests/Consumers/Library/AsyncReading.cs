using System.Threading.Tasks;
using StackExchange.Redis;

namespace Old
{
    public class AsyncReading
    {
        private readonly IDatabase _db;

        public AsyncReading(IDatabase db)
        {
            _db = db;
        }

        public async Task<string> ReadAsync(string key)
        {
            await Task.Yield();
            return _db.StringGetAsync(key).Result;
        }
    }
}
