public sealed class Keeper
{
    private readonly Shelf _shelf = new();

    public string? Read(string key) => _shelf.Read(key);
}
