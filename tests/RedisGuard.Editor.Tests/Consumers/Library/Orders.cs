using StackExchange.Redis;

namespace Old
{
    public class Orders
    {
        public string Read(string key)
        {
            using (var redis = ConnectionMultiplexer.Connect("localhost:6379"))
            {
                return redis.GetDatabase().StringGet(key);
            }
        }
    }
}
