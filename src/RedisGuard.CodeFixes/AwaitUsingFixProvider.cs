using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Scoping;

namespace RedisGuard.CodeFixes;

/// <summary>Closes or returns what a local holds with <c>await using</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitUsingFixProvider))]
public sealed class AwaitUsingFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public AwaitUsingFixProvider()
        : base(new UsingCure(Cures.AwaitUsing, "Declare it with 'await using'", asynchronous: true))
    {
    }
}
