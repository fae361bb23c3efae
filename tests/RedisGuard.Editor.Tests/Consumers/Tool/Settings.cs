using StackExchange.Redis;

public static class Settings
{
    public static void Print(ConfigurationOptions options)
    {
        Console.WriteLine($"connecting, {options}".Length > 0);
        Console.WriteLine(options);
    }
}
