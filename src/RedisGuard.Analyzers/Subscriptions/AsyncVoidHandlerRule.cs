using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>RG2005: an async handler where nobody awaits it, and whose exceptions would end the process.</summary>
internal static class AsyncVoidHandlerRule
{
    public static Diagnostic? Check(IDelegateCreationOperation creation, PubSubSymbols symbols, CancellationToken cancellationToken)
    {
        if (!symbols.IsMessageAction(creation.Type) || new Handler(creation.Target) is not { IsAsync: true } handler || CatchingFunction.Is(handler.Declaration(cancellationToken)))
        {
            return null;
        }

        IOperation use = creation;
        while (use.Parent is IConversionOperation or IParenthesizedOperation or IConditionalOperation or ICoalesceOperation)
        {
            use = use.Parent;
        }

        return use.Parent switch
        {
            // Being removed from something: how it was put in is told there.
            IArgumentOperation { Parent: IInvocationOperation call } when symbols.MemberOf(call.TargetMethod) == PubSubMember.Unsubscribe => null,
            IArgumentOperation { Parent: IInvocationOperation call } => Create(
                call.Syntax,
                symbols.MemberOf(call.TargetMethod) is PubSubMember.SubscribeHandler && creation.Parent is IArgumentOperation ? Fixes.OnMessage : null,
                call.TargetMethod.ContainingType is { } type && call.TargetMethod.MethodKind != MethodKind.LocalFunction ? $"{type.Name}.{call.TargetMethod.Name}" : call.TargetMethod.Name),
            IArgumentOperation { Parent: IObjectCreationOperation created } => Create(created.Syntax, null, created.Type?.Name ?? "Action"),
            IEventAssignmentOperation or ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Subtract } => null,
            _ => Create(creation.Syntax, null, "Action"),
        };
    }

    private static Diagnostic Create(SyntaxNode place, string? fix, string receiver)
        => SubscriptionDiagnostic.Create(Descriptors.AsyncVoidHandler, place, fix, receiver, "subscribe a queue and give an async handler to its OnMessage");
}
