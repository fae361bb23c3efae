using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>Tells the mentions of a member that can carry what is in it elsewhere from those that only use it.</summary>
internal static class Mention
{
    /// <summary>A flag or a text read from the connection can't carry it anywhere.</summary>
    public static bool CanHoldResource(IOperation value)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        return value.Type is { IsValueType: false, SpecialType: not SpecialType.System_String };
    }

    /// <summary>Asked for a database, a property or null, or assigned to: nothing of that can close what is in it.</summary>
    public static bool IsOnlyUsed(IMemberReferenceOperation mention)
    {
        IOperation child = mention;
        IOperation? parent = mention.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            child = parent;
            parent = parent.Parent;
        }

        return parent switch
        {
            IInvocationOperation invocation => invocation.Instance == child && invocation.TargetMethod.Name != "ContinueWith",
            IMemberReferenceOperation or IBinaryOperation or IIsPatternOperation or IIsTypeOperation or IConditionalAccessOperation or IForEachLoopOperation or IArrayElementReferenceOperation or ILockOperation => true,
            IAssignmentOperation assignment => assignment.Target == child,
            _ => false,
        };
    }

    /// <summary>Given to what prints, logs or asserts: alone, or among others in an array that the compiler or the author makes.</summary>
    public static bool IsOnlyShown(IOperation mention)
    {
        IOperation? current = mention is IArgumentOperation ? mention : mention.Parent;
        while (current is IConversionOperation or IParenthesizedOperation or IArrayInitializerOperation or IArrayCreationOperation or IInterpolationOperation or IInterpolatedStringOperation)
        {
            current = current.Parent;
        }

        return current is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { } method } } && BorrowingMembers.Contains(method);
    }

    /// <summary><c>_all.Count(connection =&gt; connection.IsConnected)</c>: a query that gives a number or a text has let go of what it went over.</summary>
    public static bool IsOnlyCounted(IOperation mention)
    {
        IOperation? current = mention is IArgumentOperation ? mention : mention.Parent;
        while (current is IConversionOperation or IParenthesizedOperation)
        {
            current = current.Parent;
        }

        return current is IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation { TargetMethod: { ContainingType.Name: "Enumerable" } method } query }
            && TaskMembers.IsOfCollections(method)
            && method.ReturnType is { IsValueType: true } or { SpecialType: SpecialType.System_String }
            && query.Arguments.Skip(1).All(argument => argument.Parameter?.Type.TypeKind != TypeKind.Delegate || LambdaParameter.FateOf(argument.Value, isTask: false) == ParameterFate.Borrows);
    }

    /// <summary><c>Interlocked.Exchange(ref _m, null);</c> empties the member and forgets what was in it.</summary>
    public static bool IsSwappedAndDropped(IOperation mention)
        => mention.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { } method } swap } && AtomicMembers.IsAtomic(method) && Dropped.Is(swap);

    /// <summary><c>_all.Enqueue(taken)</c> of what was taken from there: it stays in the member.</summary>
    public static bool IsPutBack(IArgumentOperation argument, AccessPaths paths)
        => argument.Parent is IInvocationOperation { Instance: { } collection, TargetMethod: { } method }
            && TaskMembers.KeepsElements(method)
            && paths.Of(collection) is { } kept
            && SymbolEqualityComparer.Default.Equals(kept, paths.Of(argument.Value));

    /// <summary><c>return _all.Remove(key, out var taken) ? taken : null;</c>: what a method takes out and gives away is its caller's.</summary>
    public static bool IsTakenForCaller(IInvocationOperation taking, ISymbol member, RedisSymbols symbols)
        => taking.TargetMethod.Name is "Remove" or "TryRemove" or "Dequeue" or "TryDequeue" or "Pop" or "TryPop" or "Take" or "TryTake"
            && TaskMembers.IsOfCollections(taking.TargetMethod)
            && member is IMethodSymbol { ReturnType: { } given, Parameters: { } parameters }
            && (IsConnection(given, symbols) || parameters.Any(parameter => parameter.RefKind == RefKind.Out && IsConnection(parameter.Type, symbols)));

    public static bool IsAtomicArgument(IArgumentOperation argument)
        => argument.Parent is IInvocationOperation invocation && AtomicMembers.IsAtomic(invocation.TargetMethod);

    private static bool IsConnection(ITypeSymbol type, RedisSymbols symbols) => symbols.IsConnection(type) || symbols.Connections.IsTaskOfResource(type);
}
