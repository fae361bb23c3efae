using StackExchange.Redis;

public class Prices(IDatabase db)
{
    public void Set(string id, int price)
    {
        var batch = db.CreateBatch();

        // Nobody waits for these.
        _ = batch.StringSetAsync(id, price);
        _ = batch.KeyExpireAsync(id, TimeSpan.FromHours(1));
    }
}
