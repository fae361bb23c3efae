using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Suppressors;

/// <summary>Values that were acquired and are released on each path, kept by an owner that closes them, or only borrowed.</summary>
internal sealed class ProvedValues
{
    private static readonly ResourceKind[] s_kinds = { ResourceKind.Connection, ResourceKind.PooledReply, ResourceKind.Handle };

    private readonly OwnershipIndex _index;
    private readonly ProvedMembers _members;
    private readonly SourceValues _sources;
    private readonly GivingNames _giving;
    private readonly Dictionary<SyntaxNode, ControlFlowGraph?> _graphs = new();

    public ProvedValues(OwnershipIndex index, ProvedMembers members)
    {
        _index = index;
        _members = members;
        _sources = new SourceValues(index.Symbols.Compilation, steadyOnly: true);
        _giving = new GivingNames(index, s_kinds);
    }

    /// <summary>Whether each value that the code acquires is proved, and there is one; or what it takes is borrowed.</summary>
    public bool AreInGoodHands(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        SyntaxNode code = node.FirstAncestorOrSelf<SyntaxNode>(candidate => candidate is VariableDeclaratorSyntax or AssignmentExpressionSyntax or InvocationExpressionSyntax or StatementSyntax) ?? node;
        (ResourceKind Kind, IOperation Call)[] acquisitions = AcquisitionsIn(code, model, cancellationToken).ToArray();
        return acquisitions.Length > 0
            ? !acquisitions.Any(acquisition => IsGivenTo(acquisition.Call, node)) && acquisitions.All(acquisition => IsProved(acquisition.Kind, acquisition.Call, cancellationToken))
            : code is VariableDeclaratorSyntax { Initializer.Value: { } value } && MayLend(value, model, cancellationToken) && model.GetOperation(value, cancellationToken) is { } taken && _index.Symbols.IsConnection(taken.Type) && IsBorrowed(taken, cancellationToken);
    }

    /// <summary>Whether an expression acquires anything itself, by the library or a helper in source.</summary>
    public bool Acquires(IOperation value, CancellationToken cancellationToken)
        => value.DescendantsAndSelf().Any(part => part is IInvocationOperation call && _index.CallsOf(ResourceKind.Connection).Acquires(call, cancellationToken));

    /// <summary>Whether a value surely belongs to others: given, injected, or kept by another member that gives it out.</summary>
    public bool IsBorrowed(IOperation value, CancellationToken cancellationToken)
    {
        IOperation current = value.Unwrapped();
        return current switch
        {
            IAwaitOperation awaited => IsBorrowed(awaited.Operation, cancellationToken),
            IParameterReferenceOperation => true,
            IFieldReferenceOperation => true,
            IInvocationOperation { TargetMethod: { Name: "GetRequiredService" or "GetService" or "GetRequiredKeyedService" or "GetKeyedService" } } => true,
            IPropertyReferenceOperation { Property: { Name: "Multiplexer" } property } => _index.Symbols.IsOfLibrary(property),
            IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.Name: "Lazy" }, Instance: IFieldReferenceOperation or IPropertyReferenceOperation } => true,
            IPropertyReferenceOperation property => _sources.Returned(property.Property, cancellationToken) is { } returned && !Acquires(returned, cancellationToken) && IsBorrowed(returned, cancellationToken),
            IInvocationOperation call => _sources.Returned(call.TargetMethod, cancellationToken) is { } returned
                && returned.Unwrapped() is not IParameterReferenceOperation
                && !Acquires(returned, cancellationToken)
                && IsBorrowed(returned, cancellationToken),
            _ => false,
        };
    }

    /// <summary>What became of the resource that a call acquires.</summary>
    public Obligation? Find(ResourceKind kind, IOperation acquisition, CancellationToken cancellationToken)
    {
        IOperation root = acquisition.Root();
        return acquisition.SemanticModel is { } model
            && model.MemberAround(acquisition.Syntax, cancellationToken) is { } member
            && GraphOf(root, cancellationToken) is { } graph
                ? _index.CallsOf(kind).Find(acquisition, () => graph, member, cancellationToken)
                : null;
    }

    private IEnumerable<(ResourceKind Kind, IOperation Call)> AcquisitionsIn(SyntaxNode code, SemanticModel model, CancellationToken cancellationToken)
    {
        foreach (InvocationExpressionSyntax syntax in code.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>())
        {
            if (!_giving.Contain(syntax, model, cancellationToken) || model.GetOperation(syntax, cancellationToken) is not IInvocationOperation call || !_index.Symbols.Model.MayAcquire(call))
            {
                continue;
            }

            foreach (ResourceKind kind in s_kinds)
            {
                if (_index.CallsOf(kind).Acquires(call, cancellationToken))
                {
                    yield return (kind, call);
                }
            }
        }
    }

    /// <summary>Tells by its text whether a value may be a connection that somebody else has.</summary>
    private bool MayLend(ExpressionSyntax value, SemanticModel model, CancellationToken cancellationToken)
        => value switch
        {
            AwaitExpressionSyntax awaited => MayLend(awaited.Expression, model, cancellationToken),
            InvocationExpressionSyntax call => WrittenNames.NameOf(call.Expression) is "ConfigureAwait" || _giving.Contain(call, model, cancellationToken),
            _ => value is not BaseObjectCreationExpressionSyntax,
        };

    private bool IsProved(ResourceKind kind, IOperation acquisition, CancellationToken cancellationToken)
        => Find(kind, acquisition, cancellationToken) is { Leaks.Count: 0, IsRaced: false, IsCollected: false } obligation
            && (IsReleased(obligation) || IsKept(obligation, acquisition, cancellationToken) || IsGivenToContainer(obligation, acquisition) || IsTakenOver(obligation, acquisition, cancellationToken));

    /// <summary>On each path, those of exceptions that nobody wrote down aside; and nobody else ever has it.</summary>
    private static bool IsReleased(Obligation obligation)
        => obligation is { HasEscaped: false, Releases.Count: > 0 } && obligation.ExitStatus.IsSurely(ObligationStatus.Released);

    /// <summary>It goes into members of the type alone, and each of them is closed where the type ends.</summary>
    private bool IsKept(Obligation obligation, IOperation acquisition, CancellationToken cancellationToken)
    {
        Escape[] escapes = obligation.Escapes.Where(escape => escape.Alias != AliasKind.Pending).ToArray();
        return escapes.Length > 0
            && escapes.All(escape => escape is { Kind: EscapeKind.Member, Member: not null })
            && escapes.Any(escape => IsOfProcess(escape, obligation) || _members.IsClosed(escape.Member!, cancellationToken))
            && (obligation.ExitStatus & ~(ObligationStatus.Absent | ObligationStatus.OpenByException | ObligationStatus.Released | ObligationStatus.Escaped)) == 0
            && acquisition.SemanticModel is not null;
    }

    /// <summary>A static place that is filled once keeps it as long as the process lives: as its type begins, or by a swap whose loser is closed.</summary>
    private static bool IsOfProcess(Escape escape, Obligation obligation)
        => escape.Member is IFieldSymbol { IsStatic: true, DeclaringSyntaxReferences.IsEmpty: false } field
            && (field.IsReadOnly || (escape.Syntax is InvocationExpressionSyntax && obligation.Releases.Count > 0));

    /// <summary><c>lease.AsStream()</c>, <c>new Handle(connection)</c>: who has that closes it, the library says, or the type in source.</summary>
    private bool IsTakenOver(Obligation obligation, IOperation acquisition, CancellationToken cancellationToken)
        => acquisition.SemanticModel is { } model
            && obligation.Escapes.Count > 0
            && obligation.Escapes.Where(escape => escape.Alias is not (AliasKind.View or AliasKind.Pending)).ToArray() is [{ Syntax: { } place }]
            && place switch
            {
                InvocationExpressionSyntax call => model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method && _index.Symbols.Model[ResourceKind.PooledReply].EffectOf(method.ReducedFrom ?? method) == MemberEffect.TakesOver,
                ArgumentSyntax argument => model.GetOperation(argument, cancellationToken) is IArgumentOperation { Parameter: { } parameter, Parent: IObjectCreationOperation { Type: INamedTypeSymbol taker } }
                    && _index.Types.Of(taker, parameter.OriginalDefinition, cancellationToken).Releases.Any(release => ClosingMembers.Contains(release.Member)),
                _ => false,
            };

    /// <summary>What a singleton's factory gives back, the container closes.</summary>
    private static bool IsGivenToContainer(Obligation obligation, IOperation acquisition)
        => obligation.Escapes.Count > 0
            && obligation.Escapes.All(escape => escape is { Kind: EscapeKind.Return, Alias: AliasKind.Owner or AliasKind.Task })
            && FunctionAround(acquisition)?.DelegateUse() is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { } registration } }
            && RegistrationCall.LifetimeOf(registration) == ServiceLifetime.Singleton;

    /// <summary><c>ConnectAsync(configuration, new LogWriter())</c>: what is reported of the writer isn't about the connection.</summary>
    private static bool IsGivenTo(IOperation acquisition, SyntaxNode node)
        => acquisition.Syntax is InvocationExpressionSyntax { ArgumentList: { } arguments } && arguments.Span.Contains(node.Span);

    private static IOperation? FunctionAround(IOperation operation)
    {
        IOperation? current = operation;
        while (current is not null and not IAnonymousFunctionOperation)
        {
            current = current.Parent;
        }

        return current;
    }

    /// <summary>The graph of a whole body. Several reports stand in one, and the engine keeps its flows by their graphs.</summary>
    private ControlFlowGraph? GraphOf(IOperation root, CancellationToken cancellationToken)
    {
        if (!_graphs.TryGetValue(root.Syntax, out ControlFlowGraph? graph))
        {
            graph = TryCreate(root, cancellationToken);
            _graphs.Add(root.Syntax, graph);
        }

        return graph;
    }

    private static ControlFlowGraph? TryCreate(IOperation root, CancellationToken cancellationToken)
    {
        try
        {
            return ControlFlowGraphs.TryCreate(root, cancellationToken);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
