using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Registrations;

namespace RedisGuard.CodeFixes;

/// <summary>Registers a factory in place of an opened connection, which the container then closes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FactoryFixProvider))]
public sealed class FactoryFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public FactoryFixProvider()
        : base(new FactoryCure())
    {
    }
}
