public static class Server
{
    public static readonly string Address = Environment.GetEnvironmentVariable("REDIS") ?? "localhost:6379";
}
