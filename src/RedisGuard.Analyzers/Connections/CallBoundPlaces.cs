using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// Places that live no longer than the call that fills them: an object made for it, the request's own items. Whoever closes what is
/// there, the next call opens another.
/// </summary>
internal static class CallBoundPlaces
{
    private const int MaxDepth = 4;

    /// <summary>Whether the connection goes to such places, and nowhere else.</summary>
    public static bool Hold(Opening opening)
    {
        // Where the connection itself went decides; a database that is given back leads nowhere else.
        Escape[] owners = opening.Obligation.Escapes.Where(escape => escape.Alias is not (AliasKind.View or AliasKind.Pending)).ToArray();
        return opening.Operation.SemanticModel is { } model
            && opening.Obligation.Escapes.Count > 0
            && (owners.Length > 0 ? owners : opening.Obligation.Escapes).All(escape => IsBound(escape, model));
    }

    /// <summary>Whether an object lives no longer than the code that makes it.</summary>
    public static bool IsBound(IObjectCreationOperation made) => IsBound(made, MaxDepth);

    private static bool IsBound(Escape escape, SemanticModel model)
        => escape switch
        {
            { Kind: EscapeKind.Argument or EscapeKind.Container, Syntax: ArgumentSyntax { Parent.Parent: { } taker } } => model.GetOperation(taker) switch
            {
                IObjectCreationOperation creation => IsBound(creation, MaxDepth),
                IInvocationOperation { TargetMethod.Name: "RegisterForDispose" or "RegisterForDisposeAsync" } => true,
                IInvocationOperation { Instance: { } receiver } => IsOfRequest(receiver),
                _ => false,
            },
            { Kind: EscapeKind.Member or EscapeKind.Container, Syntax: AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax made } } }
                => model.GetOperation(made) is IObjectCreationOperation creation && IsBound(creation, MaxDepth),
            { Kind: EscapeKind.Member, Syntax: AssignmentExpressionSyntax assignment }
                => model.GetOperation(assignment) is IAssignmentOperation { Target: IMemberReferenceOperation { Instance: { } holder } } && (IsOfRequest(holder) || IsBoundLocal(holder, MaxDepth)),
            _ => false,
        };

    /// <summary><c>HttpContext.Items</c>, <c>context.Features</c>, a controller's own <c>ViewData</c>.</summary>
    private static bool IsOfRequest(IOperation receiver)
    {
        for (IOperation? current = receiver.Unwrapped(); current is not null; current = (current as IMemberReferenceOperation)?.Instance?.Unwrapped())
        {
            if (current.Type?.Name is "HttpContext" or "HttpContextBase" or "HubCallerContext" or "ServerCallContext")
            {
                return true;
            }

            // What the framework gives such an object is the object's; what it was given by the program may be everybody's.
            if (current is IMemberReferenceOperation { Instance: IInstanceReferenceOperation { Type: INamedTypeSymbol made }, Member.DeclaringSyntaxReferences.IsEmpty: true } && TypeRole.IsPerCall(made, out _))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an object is used where it is made, or by a variable that goes nowhere.</summary>
    private static bool IsBound(IOperation made, int depth)
    {
        IOperation child = made;
        IOperation? use = made.Parent;
        while (use is IConversionOperation or IParenthesizedOperation or IAwaitOperation)
        {
            child = use;
            use = use.Parent;
        }

        return depth > 0 && use switch
        {
            IInvocationOperation call => call.Instance == child,
            IMemberReferenceOperation or IConditionalAccessOperation or IUsingOperation => true,
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: { } holder } } store => store.Value == child && (IsOfRequest(holder) || CallBoundCollections.Hold(holder, element => IsBound(element, depth - 1))),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } } => IsBound(local, made.Root(), depth - 1),
            IArgumentOperation { Parent: IObjectCreationOperation outer } => IsBound(outer, depth - 1),
            IArgumentOperation { Parent: IInvocationOperation { Instance: { } taker } } => IsOfRequest(taker) || CallBoundCollections.Hold(taker, element => IsBound(element, depth - 1)),
            IArrayInitializerOperation { Parent: IArrayCreationOperation array } => CallBoundCollections.Hold(array, element => IsBound(element, depth - 1)),
            _ => false,
        };
    }

    private static bool IsBoundLocal(IOperation holder, int depth)
        => holder.Unwrapped() is ILocalReferenceOperation local
            && local.OnlyValue()?.Unwrapped() is IObjectCreationOperation
            && IsBound(local.Local, local.Root(), depth);

    private static bool IsBound(ILocalSymbol local, IOperation root, int depth)
        => root.Descendants().OfType<ILocalReferenceOperation>()
            .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local))
            .All(reference => IsBound(reference, depth));
}
