namespace RedisGuard.Pool.Tests.Secrets;

/// <summary>The password of the server that the tests share: so nearly every test has one that it could give away.</summary>
internal static class Secret
{
    public const string Password = "hunter2-Pa55word";
}
