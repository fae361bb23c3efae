using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Registrations;

namespace RedisGuard.CodeFixes;

/// <summary>Registers one connection for the process instead of one for each scope.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SingletonFixProvider))]
public sealed class SingletonFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public SingletonFixProvider()
        : base(new SingletonCure())
    {
    }
}
