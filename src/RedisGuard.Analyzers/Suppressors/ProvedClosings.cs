using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Suppressors;

/// <summary>Helpers and objects that close what they are given, where each caller hands in a connection that it has opened for them.</summary>
internal sealed class ProvedClosings
{
    private readonly OwnershipIndex _index;
    private readonly SourceValues _sources;
    private readonly ProvedOpenings _openings;
    private readonly ProvedFlags _flags;

    public ProvedClosings(OwnershipIndex index)
    {
        _index = index;
        _sources = new SourceValues(index.Symbols.Compilation);
        _openings = new ProvedOpenings(index);
        _flags = new ProvedFlags(index);
    }

    public bool CloseTheirOwn(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
        => Closed(node, model, cancellationToken) is { } closed
            && _index.Symbols.IsConnection(closed.Type)
            && model.GetEnclosingSymbol(node.SpanStart, cancellationToken)?.ContainingType is { } type
            && (_flags.Guard(closed, cancellationToken) || IsOwn(closed, type, cancellationToken));

    /// <summary>Finds what the reported call closes, be the report on the call, on what it closes, or on the whole statement.</summary>
    private IOperation? Closed(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        InvocationExpressionSyntax? call = node.FirstAncestorOrSelf<InvocationExpressionSyntax>()
            ?? (node as ExpressionStatementSyntax)?.DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault(written =>
                MayClose(written, model) && model.GetSymbolInfo(written, cancellationToken).Symbol is IMethodSymbol method && _index.Symbols.Connections.EffectOf(method) == MemberEffect.Releases);
        return call is not null && MayClose(call, model) && model.GetOperation(call, cancellationToken) is IInvocationOperation { Instance: { } instance } ? instance.Unwrapped()
            : node is ExpressionSyntax closed && MayBeConnection(closed, model) && model.GetOperation(node, cancellationToken) is { } value ? value.Unwrapped()
            : null;
    }

    /// <summary>Tells whether a call may be made on a connection.</summary>
    private bool MayClose(InvocationExpressionSyntax call, SemanticModel model)
    {
        ExpressionSyntax? receiver = call.Expression is MemberAccessExpressionSyntax access ? access.Expression : call.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression;
        return receiver is null || MayBeConnection(receiver, model);
    }

    private bool MayBeConnection(ExpressionSyntax value, SemanticModel model)
        => model.TypeAlone(value) is not { } type || _index.Symbols.IsConnection(type);

    private bool IsOwn(IOperation closed, INamedTypeSymbol type, CancellationToken cancellationToken)
        => closed is IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private } helper } parameter }
            ? _sources.ArgumentsFor(parameter, helper, cancellationToken).Select(given => given.Argument).ToArray() is { Length: > 0 } arguments && arguments.All(argument => _openings.Contain(argument, type, cancellationToken))
            : _openings.Contain(closed, type, cancellationToken);
}
