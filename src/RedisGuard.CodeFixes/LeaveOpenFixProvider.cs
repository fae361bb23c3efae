using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Borrowed;

namespace RedisGuard.CodeFixes;

/// <summary>Leaves a borrowed connection open.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LeaveOpenFixProvider))]
public sealed class LeaveOpenFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public LeaveOpenFixProvider()
        : base(new LeaveOpenCure())
    {
    }
}
