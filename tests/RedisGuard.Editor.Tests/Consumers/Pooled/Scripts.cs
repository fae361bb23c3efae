using RedisGuard.Pool;

public static class Scripts
{
    public static async Task RunAsync(RedisPool pool, string script)
    {
        var lease = await pool.RentAsync();
        await lease.Database.ScriptEvaluateAsync(script);
    }
}
