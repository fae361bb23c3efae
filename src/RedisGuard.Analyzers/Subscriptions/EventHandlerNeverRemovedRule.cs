using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>RG2007: a handler that is added to an event of a shared connection, by code that ends earlier or comes again.</summary>
internal sealed class EventHandlerNeverRemovedRule
{
    private readonly ResourceModel _connections;
    private readonly ConnectionOwners _owners;

    public EventHandlerNeverRemovedRule(RedisSymbols symbols, ConnectionOwners owners)
    {
        _connections = symbols.Connections;
        _owners = owners;
    }

    /// <summary>Whether the handler stays at a connection that this code didn't open, and nothing removes it.</summary>
    public bool Stays(EventUse use, SubscribingType type, CancellationToken cancellationToken)
        => use.Member is not (null or IMethodSymbol { MethodKind: MethodKind.EventAdd or MethodKind.EventRemove })
            // Handed in: whoever wrote it knows when to take it out.
            && use.Handler.Variable is not IParameterSymbol
            && !type.HandedOn.Has(use.Handler.Kept)
            && !type.RemovedHandlers.Any(removed => Matches(removed, use))
            && !type.ClosesConnection
            && !IsFreshlyFilled(use.Assignment)
            && _owners.Of((use.Assignment.EventReference as IEventReferenceOperation)?.Instance, use.Member, cancellationToken) == ConnectionOwner.Foreign;

    /// <summary>What local evidence proves.</summary>
    public static Diagnostic? Check(EventUse use, CallContext context)
    {
        if (use.Member is IMethodSymbol { MethodKind: MethodKind.PropertyGet, AssociatedSymbol.Name: { } property })
        {
            return IsAsked(use) ? null : Create(use, $"and one more is added each time the property '{property}' is read", "add it once, where the connection is opened");
        }

        if (Accessors.Is(use.Assignment, (use.Assignment.EventReference as IEventReferenceOperation)?.Instance, use.Member))
        {
            return Create(use, $"and one more is added each time '{use.Member!.Name}' is called", "add it once, where the connection is opened");
        }

        if (Repetition.IsAddedInLoop(use) && !IsAsked(use))
        {
            return Create(use, $"and one more is added each time {ContextNames.LoopTurns}", "add it once, before the loop");
        }

        if (context.IsPresumed && (CallBound.Is(use.Assignment, use.Handler) || IsPartOfAnswer(use)) && !IsAsked(use))
        {
            return Create(use, $"and one more is added each time '{use.Member!.Name}' is called", "add it once, where the connection is opened");
        }

        return context is { Frequency: OpeningFrequency.PerCall, IsPresumed: false } && !IsAsked(use)
            ? Create(use, $"and one more is added each time {context.Description}", "add it once, where the connection is opened")
            : null;
    }

    /// <summary>Whether the lifetime of the type decides.</summary>
    public static bool NeedsRegistrations(EventUse use, SubscribingType type)
        => use.Member is { IsStatic: false } && !SingletonTypes.IsKnown(type.Symbol);

    /// <summary>The verdict by the lifetime of the type; the creator is null where none is known yet.</summary>
    public static Diagnostic? CheckLifetime(EventUse use, SubscribingType type, ServiceRegistrations registrations, string? creator)
    {
        string? reason = registrations.Of(type.Symbol) switch
        {
            ServiceLifetime.Singleton => null,
            ServiceLifetime.Scoped => Kept("is registered as scoped"),
            ServiceLifetime.Transient => Kept("is registered as transient"),
            // A handler that captures nothing keeps nothing alive; of many instances there are as many of it.
            _ when !use.Handler.Captures => null,
            _ when Disposability.OfItsOwn(type.Symbol) => Kept("can be disposed"),
            _ when creator is not null => Kept($"is created by {creator}"),
            _ => null,
        };
        string? fix = use.Handler is { Method: { Instance: null or IInstanceReferenceOperation } } or { Function: not null } ? Fixes.RemoveHandler : null;
        return reason is null ? null : Create(use, reason, "remove the same handler with -= in its disposal", fix);

        string Kept(string why) => $"and the connection keeps each '{type.Symbol.Name}', which {why}";
    }

    private static bool Matches(EventUse removed, EventUse added)
        => SymbolEqualityComparer.Default.Equals(removed.Event.OriginalDefinition, added.Event.OriginalDefinition) || removed.Event.Name == added.Event.Name
            ? !removed.Handler.IsFresh && !(removed.Handler.DiffersFrom(added.Handler) && added.Handler.Variable is null)
            : false;

    /// <summary>Added to a connection that was put in its place a moment ago, in the same breath: <c>_m = Connect(); _m.ConnectionFailed += …</c></summary>
    private bool IsFreshlyFilled(IEventAssignmentOperation assignment)
    {
        for (IOperation? current = assignment; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return false;
            }

            if (current.Parent is IBlockOperation block
                && block.Operations.TakeWhile(statement => statement != current).Any(OpensOutright))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells whether a statement opens a connection whatever was there before: not <c>??=</c>, which mostly opens none.</summary>
    private bool OpensOutright(IOperation statement)
        => statement is not IConditionalOperation
            && statement.Descendants().Any(part => part is IInvocationOperation call && _connections.EffectOf(call.TargetMethod) == MemberEffect.Acquires && !IsAlternative(call));

    private static bool IsAlternative(IOperation value)
    {
        while (value.Parent is IConversionOperation or IAwaitOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent is ICoalesceOperation or ICoalesceAssignmentOperation;
    }

    /// <summary>Whether the code asks first whether it has been here: it may add its handler once only.</summary>
    private static bool IsAsked(EventUse use)
        => Guards.Guard(
            use.Assignment,
            new[] { (use.Assignment.EventReference as IEventReferenceOperation)?.Instance, use.Handler.Operation },
            use.Member?.ContainingType is { } type && TypeRole.IsPerCall(type, out _));

    /// <summary>
    /// A handler of its own in a method that asks the server something and gives the answer back: what starts or wires an application
    /// gives nothing back, or what it has wired.
    /// </summary>
    private static bool IsPartOfAnswer(EventUse use)
        => use.Handler is { Function: not null, CapturesInstance: false }
            && use.Member is IMethodSymbol { MethodKind: MethodKind.Ordinary, ReturnType: { } given }
            && (given is INamedTypeSymbol { Name: "Task" or "ValueTask" } task ? task.TypeArguments.FirstOrDefault() : given) is { } answer
            && (answer.TypeKind == TypeKind.Enum || answer.SpecialType is not (SpecialType.None or SpecialType.System_Void) || answer.Name is "RedisValue" or "TimeSpan")
            && use.Assignment.Root().Descendants().OfType<IReturnOperation>().Any(result => result.ReturnedValue is { } value
                && value.DescendantsAndSelf().OfType<IInvocationOperation>().Any(call => call.TargetMethod.ContainingType is { Name: "IDatabase" or "IDatabaseAsync" or "IRedis" or "IRedisAsync" or "IServer" }));

    // Removing one handler in the end is no cure where each call adds one.
    private static Diagnostic Create(EventUse use, string reason, string cure, string? fix = null)
        => SubscriptionDiagnostic.Create(Descriptors.EventHandlerNeverRemoved, use.Assignment.Syntax, fix, $"{use.Event.ContainingType.Name}.{use.Event.Name}", reason, cure);
}
