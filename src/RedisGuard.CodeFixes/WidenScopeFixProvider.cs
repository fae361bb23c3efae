using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Scoping;

namespace RedisGuard.CodeFixes;

/// <summary>Closes a connection after what needs it is done.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WidenScopeFixProvider))]
public sealed class WidenScopeFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public WidenScopeFixProvider()
        : base(new WidenScopeCure())
    {
    }
}
