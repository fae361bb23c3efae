using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Analyzers.Ownership;

namespace RedisGuard.Analyzers.Suppressors;

/// <summary>
/// Silences what generic disposal analyzers report of a connection that the engine proves released, borrowed, or kept by an owner that
/// closes it. Never for a value that goes where the engine can't follow it. Does nothing where <c>redisguard.suppress</c> is <c>none</c>.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RedisGuardSuppressor : DiagnosticSuppressor
{
    /// <inheritdoc />
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => Suppressions.All;

    /// <inheritdoc />
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        ProvedShapes? shapes = null;
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is not { } tree
                || Suppressions.Of(diagnostic.Id) is not { } suppression
                || IsOff(context.Options.AnalyzerConfigOptionsProvider, tree))
            {
                continue;
            }

            shapes ??= OwnershipIndex.Of(context.Compilation, context.Options.AnalyzerConfigOptionsProvider) is { } index ? new ProvedShapes(index) : null;
            if (shapes is null)
            {
                return;
            }

            SyntaxNode node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (shapes.Prove(diagnostic.Id, node, context.GetSemanticModel(tree), context.CancellationToken))
            {
                context.ReportSuppression(Suppression.Create(suppression, diagnostic));
            }
        }
    }

    private static bool IsOff(AnalyzerConfigOptionsProvider options, SyntaxTree tree)
        => (options.GetOptions(tree).TryGetValue("redisguard.suppress", out string? value) || options.GlobalOptions.TryGetValue("redisguard.suppress", out value))
            && string.Equals(value.Trim(), "none", StringComparison.OrdinalIgnoreCase);
}
