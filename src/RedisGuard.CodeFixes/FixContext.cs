using System.Threading;
using Microsoft.CodeAnalysis;

namespace RedisGuard.CodeFixes;

/// <summary>The one connecting call that a fix is asked for.</summary>
internal sealed class FixContext(Document document, SyntaxNode root, SemanticModel model, Acquisition acquisition, CancellationToken cancellationToken)
    : SiteContext(document, root, model, acquisition.Call, cancellationToken)
{
    public Acquisition Acquisition { get; } = acquisition;
}
