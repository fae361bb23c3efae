using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>
/// Account of what a type, in all its parts, its nested types and its base types in source, does with subscriptions and with the events of
/// connections. Read on demand, for types that subscribe; only calls whose names fit are bound.
/// </summary>
internal sealed class SubscribingType
{
    private readonly List<PubSubUse> _uses = new();
    private readonly List<EventUse> _added = new();
    private readonly List<EventUse> _removed = new();
    private readonly PubSubSymbols _symbols;

    private SubscribingType(INamedTypeSymbol symbol, PubSubSymbols symbols)
    {
        Symbol = symbol;
        _symbols = symbols;
    }

    public INamedTypeSymbol Symbol { get; }

    public IEnumerable<PubSubUse> Subscriptions => _uses.Where(use => use.Kind is PubSubMember.SubscribeHandler or PubSubMember.SubscribeQueue);

    public IEnumerable<PubSubUse> Unsubscriptions => _uses.Where(use => use.Kind == PubSubMember.Unsubscribe);

    public IEnumerable<PubSubUse> QueueEnds => _uses.Where(use => use.Kind == PubSubMember.EndQueue);

    public IReadOnlyList<EventUse> AddedHandlers => _added;

    public IReadOnlyList<EventUse> RemovedHandlers => _removed;

    public IEnumerable<PubSubUse> Blankets => _uses.Where(use => use.Kind == PubSubMember.UnsubscribeAll);

    /// <summary>Whether it makes a delegate of a method that ends subscriptions: which, whoever runs it knows.</summary>
    public bool HandsOutEnd { get; private set; }

    /// <summary>Whether it may end every subscription there is.</summary>
    public bool EndsAll => HandsOutEnd || Blankets.Any();

    /// <summary>What it gives to other code.</summary>
    public HandedOn HandedOn { get; } = new();

    /// <summary>Whether it closes a connection, and with it whatever was subscribed on it.</summary>
    public bool ClosesConnection { get; private set; }

    public static SubscribingType Read(INamedTypeSymbol symbol, PubSubSymbols symbols, CancellationToken cancellationToken)
    {
        var type = new SubscribingType(symbol, symbols);
        for (INamedTypeSymbol? current = symbol; current is not null; current = current.BaseType)
        {
            foreach (SyntaxReference reference in current.OriginalDefinition.DeclaringSyntaxReferences)
            {
                // A base type may stand in another project of the solution, whose code this compilation can't bind.
                if (symbols.Library.Compilation.ContainsSyntaxTree(reference.SyntaxTree))
                {
                    type.Read(reference.GetSyntax(cancellationToken), cancellationToken);
                }
            }
        }

        return type;
    }

    private void Read(SyntaxNode declaration, CancellationToken cancellationToken)
    {
        SemanticModel? model = null;
        foreach (SyntaxNode node in declaration.DescendantNodes())
        {
            HandedOn.Note(node);
            if (node is SimpleNameSyntax name ? !MayMatter(name) : node is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression or (int)SyntaxKind.SubtractAssignmentExpression })
            {
                continue;
            }

            model ??= _symbols.Library.Compilation.ModelOf(declaration.SyntaxTree);
            Note(node, model, cancellationToken);
        }
    }

    private static bool MayMatter(SimpleNameSyntax name)
        => name.Identifier.ValueText is "Subscribe" or "SubscribeAsync" or "Unsubscribe" or "UnsubscribeAsync" or "UnsubscribeAll" or "UnsubscribeAllAsync"
            or "OnMessage" or "Dispose" or "DisposeAsync" or "Close" or "CloseAsync";

    private void Note(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        switch (node)
        {
            case AssignmentExpressionSyntax:
                if (model.GetOperation(node, cancellationToken) is IEventAssignmentOperation { EventReference: IEventReferenceOperation reference } assignment
                    && _symbols.IsConnectionEvent(reference.Event))
                {
                    (assignment.Adds ? _added : _removed).Add(new EventUse(
                        assignment, reference.Event, new Handler(Handler.Unwrap(assignment.HandlerValue)), model.MemberAround(node, cancellationToken)));
                }

                break;

            case SimpleNameSyntax name when WrittenNames.CallOf(name) is { } syntax:
                if (model.GetOperation(syntax, cancellationToken) is IInvocationOperation call)
                {
                    Note(call, model.MemberAround(node, cancellationToken));
                }

                break;

            // A method's name without a call: whoever gets the delegate may end the subscription.
            default:
                HandsOutEnd |= model.GetSymbolInfo(node, cancellationToken).Symbol is IMethodSymbol method
                    && _symbols.MemberOf(method) is PubSubMember.Unsubscribe or PubSubMember.UnsubscribeAll or PubSubMember.EndQueue;
                break;
        }
    }

    private void Note(IInvocationOperation call, ISymbol? member)
    {
        PubSubMember kind = _symbols.MemberOf(call.TargetMethod);
        ClosesConnection |= _symbols.Library.Connections.EffectOf(call.TargetMethod) == MemberEffect.Releases && _symbols.Library.Connections.IsResource(call.Instance?.Type);
        if (kind != PubSubMember.None)
        {
            _uses.Add(new PubSubUse(call, kind, member));
        }
    }
}
