using System.Threading.Tasks;
using StackExchange.Redis;

namespace Old
{
    public class Reading
    {
        private readonly IDatabase _db;

        public Reading(IDatabase db)
        {
            _db = db;
        }

        public string Read(string key)
        {
            return _db.StringGetAsync(key).Result;
        }
    }
}
