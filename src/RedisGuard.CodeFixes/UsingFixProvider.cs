using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Scoping;

namespace RedisGuard.CodeFixes;

/// <summary>Closes a local connection with <c>using</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UsingFixProvider))]
public sealed class UsingFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public UsingFixProvider()
        : base(new UsingCure(Cures.Using, "Declare it with 'using'", asynchronous: false))
    {
    }
}
