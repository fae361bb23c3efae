using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Ways of the queue of a subscribing call, and the handler it gets.</summary>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Keeper">The local or member that keeps it.</param>
/// <param name="Handler">The handler that <c>OnMessage</c> gives it, where that is seen.</param>
internal readonly record struct QueueUse(QueueFate Fate, ISymbol? Keeper, Handler? Handler)
{
    public static QueueUse Of(IInvocationOperation call, PubSubSymbols symbols)
    {
        IOperation value = Value(call);
        switch (value.Parent)
        {
            case IInvocationOperation invocation when invocation.Instance == value && symbols.MemberOf(invocation.TargetMethod) == PubSubMember.OnMessage:
                return new QueueUse(QueueFate.Chained, null, Subscriptions.Handler.Of(PubSubSymbols.HandlerOf(invocation)));

            case IForEachLoopOperation:
            case IInvocationOperation read when read.Instance == value && symbols.MemberOf(read.TargetMethod) == PubSubMember.Read:
                return new QueueUse(QueueFate.Consumed, null, null);

            case IFieldInitializerOperation { InitializedFields: { Length: 1 } fields }:
                return new QueueUse(QueueFate.Kept, fields[0], null);

            case IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties }:
                return new QueueUse(QueueFate.Kept, properties[0], null);

            case IExpressionStatementOperation:
            case ISimpleAssignmentOperation { Target: IDiscardOperation }:
                return new QueueUse(QueueFate.Ignored, null, null);

            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } }:
                return OfLocal(local, call, symbols);

            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target }:
                return OfLocal(target.Local, call, symbols);

            case IAssignmentOperation { Target: IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } target }:
                return new QueueUse(QueueFate.Kept, target.Member, null);

            default:
                return new QueueUse(QueueFate.Elsewhere, null, null);
        }
    }

    /// <summary>The call with what awaits and converts its result.</summary>
    private static IOperation Value(IInvocationOperation call)
    {
        IOperation value = call;
        while (true)
        {
            switch (value.Parent)
            {
                case IAwaitOperation or IConversionOperation or IParenthesizedOperation:
                    value = value.Parent;
                    break;
                case IPropertyReferenceOperation { Property.Name: "Result" } result:
                    value = result;
                    break;
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { IsExtensionMethod: true, Name: "WithCancellation" or "ConfigureAwait" } } extension }:
                    value = extension;
                    break;
                case IInvocationOperation { TargetMethod.Name: "WithCancellation" or "ConfigureAwait" or "GetAwaiter" or "GetResult" } waiting when waiting.Instance == value:
                    value = waiting;
                    break;
                default:
                    return value;
            }
        }
    }

    private static QueueUse OfLocal(ILocalSymbol local, IInvocationOperation call, PubSubSymbols symbols)
    {
        Handler? handler = null;
        ISymbol? keeper = null;
        bool leaves = false;
        foreach (ILocalReferenceOperation reference in call.Root().Descendants().OfType<ILocalReferenceOperation>().Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local)))
        {
            switch (UseOf(reference))
            {
                case IInvocationOperation invocation when symbols.MemberOf(invocation.TargetMethod) == PubSubMember.OnMessage:
                    handler = Subscriptions.Handler.Of(PubSubSymbols.HandlerOf(invocation));
                    break;

                case IInvocationOperation or IPropertyReferenceOperation or IForEachLoopOperation or IBinaryOperation or IIsPatternOperation:
                    break;

                case IAssignmentOperation assignment when assignment.Target == reference:
                    break;

                case IAssignmentOperation { Target: IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } target }:
                    keeper = target.Member;
                    break;

                default:
                    leaves = true;
                    break;
            }
        }

        return keeper is not null ? new QueueUse(QueueFate.Kept, keeper, handler)
            : leaves ? new QueueUse(QueueFate.Elsewhere, local, handler)
            : new QueueUse(QueueFate.Local, local, handler);
    }

    /// <summary>What uses the variable: a member of it, or what gets it.</summary>
    private static IOperation? UseOf(IOperation reference)
    {
        IOperation current = reference;
        while (true)
        {
            switch (current.Parent)
            {
                case IConditionalAccessOperation access when access.Operation == current:
                    return access.WhenNotNull;

                // await foreach (var m in queue.WithCancellation(token)): an extension, to which the queue is an argument.
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { IsExtensionMethod: true, Name: "WithCancellation" or "ConfigureAwait" } } extension }:
                    return extension;

                case IConversionOperation or IParenthesizedOperation or IAwaitOperation:
                    current = current.Parent;
                    break;

                default:
                    return current.Parent;
            }
        }
    }
}
