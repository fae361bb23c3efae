using System.Reflection;

namespace RedisGuard.Testing;

/// <summary>Says what a <see cref="LeakScope"/> lets pass, and how long it waits. Not to be changed while a scope uses it.</summary>
public sealed class LeakScopeOptions
{
    /// <summary>
    /// Parts of the names of members, files or libraries whose leaks are let pass, as in <c>"RedisCache"</c> or
    /// <c>"Startup.cs"</c>: for what outlives a test on purpose, a singleton that the first test creates. Compared without
    /// regard to case.
    /// </summary>
    public IList<string> Allow { get; } = [];

    /// <summary>
    /// How long what is still open may take to be closed by work that goes on in the background. 1.2 seconds: one heartbeat of
    /// the library, after which what nobody holds can be told from what somebody does. A scope without anything open
    /// doesn't wait.
    /// </summary>
    public TimeSpan Settle { get; set; } = TimeSpan.FromSeconds(1.2);

    /// <summary>What is looked at.</summary>
    public LeakKinds Track { get; set; } = LeakKinds.All;

    /// <summary>The kinds that a test's <see cref="AllowLeakAttribute"/>s allow, and those of its class and its assembly.</summary>
    /// <param name="testClass">The class of the test; <see langword="null"/> when unknown.</param>
    /// <param name="method">The name of its method; overloads are taken together. <see langword="null"/> when unknown.</param>
    /// <returns>The options of its scope.</returns>
    public static LeakScopeOptions ForTest(Type? testClass, string? method)
    {
        var options = new LeakScopeOptions();
        if (testClass is not null)
        {
            const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
            var methods = testClass.GetMember(method ?? "", MemberTypes.Method, All);
            foreach (var allowed in testClass.Assembly.GetCustomAttributes<AllowLeakAttribute>()
                .Concat(testClass.GetCustomAttributes<AllowLeakAttribute>())
                .Concat(methods.SelectMany(static test => test.GetCustomAttributes<AllowLeakAttribute>())))
            {
                options.Allow.Add(allowed.Part);
            }
        }

        return options;
    }
}
