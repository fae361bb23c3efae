using StackExchange.Redis;

public partial class Reply(IDatabase db)
{
    public int Length(string key)
    {
        var lease = db.StringGetLease(key); // may be large
        return lease?.Length ?? 0;
    }
}
