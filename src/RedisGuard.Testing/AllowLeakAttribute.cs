namespace RedisGuard.Testing;

/// <summary>
/// Lets leaks of an assembly's, a class' or a method's tests pass where every test is guarded (<c>RedisGuardEveryTest</c>): for
/// what outlives a test on purpose, a singleton that the first test creates.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class AllowLeakAttribute : Attribute
{
    /// <summary>Lets all of them pass.</summary>
    public AllowLeakAttribute()
        : this("")
    {
    }

    /// <summary>Lets those of one place pass.</summary>
    /// <param name="part">A part of the name of the member, file or library that opens it, as in <c>"RedisCache"</c>.</param>
    public AllowLeakAttribute(string part)
    {
        ArgumentNullException.ThrowIfNull(part);
        Part = part;
    }

    /// <summary>A part of the name of the member, file or library; empty for all of them.</summary>
    public string Part { get; }
}
