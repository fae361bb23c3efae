using StackExchange.Redis;

public class Stock(IDatabase db)
{
    public long Book(string item)
    {
        string token = Guid.NewGuid().ToString();
        db.LockTake("stock", token, TimeSpan.FromSeconds(30));
        long left = db.StringDecrement(item);
        db.LockRelease("stock", token);
        return left;
    }
}
