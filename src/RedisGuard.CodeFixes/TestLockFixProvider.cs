using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Locks;

namespace RedisGuard.CodeFixes;

/// <summary>Goes on only where the lock was taken.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TestLockFixProvider))]
public sealed class TestLockFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public TestLockFixProvider()
        : base(new TestLockCure())
    {
    }
}
