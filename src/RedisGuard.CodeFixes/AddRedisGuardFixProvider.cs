using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Registrations;

namespace RedisGuard.CodeFixes;

/// <summary>Registers the pool in place of a connection for each scope.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddRedisGuardFixProvider))]
public sealed class AddRedisGuardFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public AddRedisGuardFixProvider()
        : base(new AddRedisGuardCure())
    {
    }
}
