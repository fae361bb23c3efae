using StackExchange.Redis;

public class Import(IDatabase db)
{
    public async Task<int> RunAsync(Func<Task<int>> work)
    {
        var token = Guid.NewGuid().ToString();
        if (!await db.LockTakeAsync("import", token, TimeSpan.FromMinutes(1)))
        {
            return 0;
        }

        // The rows are counted where they are read.
        int rows = await work();
        await db.LockReleaseAsync("import", token); // done
        return rows;
    }
}
