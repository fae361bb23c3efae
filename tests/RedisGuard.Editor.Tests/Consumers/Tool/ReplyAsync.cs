using StackExchange.Redis;

public partial class Reply
{
    public async Task<int> LengthAsync(string key)
    {
        var lease = await db.StringGetLeaseAsync(key);
        return lease?.Length ?? 0;
    }
}
