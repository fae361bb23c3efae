using StackExchange.Redis;

public class Totals(IDatabase db)
{
    public async Task<int> GetAsync(string id)
    {
        var batch = db.CreateBatch();
        var price = batch.StringGetAsync(id);
        int value = (int)await price;
        batch.Execute();
        return value;
    }
}
