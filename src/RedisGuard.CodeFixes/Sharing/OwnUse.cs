using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Hazards;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>Finds code that needs its connection for itself: on a shared one, what it does would be felt by all others.</summary>
internal static class OwnUse
{
    /// <summary>Tells whether the type around the opening sends commands that block, or takes all subscriptions off a connection.</summary>
    public static bool Surrounds(FixContext context) => (context.Site.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? context.Root).DescendantTokens().Any(token =>
        token.IsKind(SyntaxKind.StringLiteralToken) ? BlockingCommands.Find(token.ValueText) is not null || BlockingCommands.HasOptions(token.ValueText)
        : token.IsKind(SyntaxKind.IdentifierToken) && (token.ValueText is "UnsubscribeAll" or "UnsubscribeAllAsync" || IsBlockingMethod(token.ValueText)));

    // Of NRedisStack: BLPop, BZPopMinAsync.
    private static bool IsBlockingMethod(string name)
    {
        string command = name.EndsWith("Async", System.StringComparison.Ordinal) ? name.Substring(0, name.Length - "Async".Length) : name;
        return command.StartsWith("B", System.StringComparison.Ordinal) && BlockingCommands.Find(command) is not null;
    }
}
