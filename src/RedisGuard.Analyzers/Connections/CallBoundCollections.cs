using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Connections;

/// <summary>Collections that a call makes in a variable, fills, goes over and drops: what is in one lives no longer than the call.</summary>
internal static class CallBoundCollections
{
    /// <summary>Tells whether a collection is such a one.</summary>
    /// <param name="collection">The variable, the array that is made, or the receiver of an <c>Add</c> in an initializer.</param>
    /// <param name="isBound">Tells of an element that is taken out whether it stays in the call.</param>
    public static bool Hold(IOperation collection, Func<IOperation, bool> isBound)
        => VariableOf(collection) is { } local
            && collection.Root().Descendants().OfType<ILocalReferenceOperation>()
                .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local))
                .All(reference => IsInPlace(reference, isBound));

    private static ILocalSymbol? VariableOf(IOperation collection)
    {
        switch (collection.Unwrapped())
        {
            case ILocalReferenceOperation local:
                return local.OnlyValue()?.Unwrapped() is { } made && IsCollection(made) ? local.Local : null;

            case IArrayCreationOperation array:
                return DeclaredWith(array);

            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } receiver:
                IOperation? current = receiver;
                while (current is not null and not IObjectCreationOperation)
                {
                    current = current.Parent;
                }

                return current is not null && IsCollection(current) ? DeclaredWith(current) : null;

            default:
                return null;
        }
    }

    private static bool IsCollection(IOperation made)
        => made is IArrayCreationOperation or { Syntax: CollectionExpressionSyntax } || (made is IObjectCreationOperation { Type: INamedTypeSymbol type } && TaskMembers.IsOfCollections(type));

    private static ILocalSymbol? DeclaredWith(IOperation made)
        => Use(made).Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } ? declarator.Symbol : null;

    private static bool IsInPlace(ILocalReferenceOperation collection, Func<IOperation, bool> isBound)
    {
        IOperation child = Use(collection);
        return child.Parent switch
        {
            IInvocationOperation call => call.Instance == child && TaskMembers.KeepsElements(call.TargetMethod),
            IPropertyReferenceOperation { Property.IsIndexer: true } element => element.Instance == child && (IsFilled(element) || isBound(element)),
            IPropertyReferenceOperation { Property.Name: "Count" or "Length" } => true,
            IArrayElementReferenceOperation element => element.ArrayReference == child && (IsFilled(element) || isBound(element)),
            IForEachLoopOperation loop => loop.Collection == child && loop.Body.Descendants().OfType<ILocalReferenceOperation>()
                .Where(reference => loop.Locals.Contains(reference.Local, SymbolEqualityComparer.Default))
                .All(isBound),
            _ => false,
        };
    }

    private static bool IsFilled(IOperation element) => element.Parent is ISimpleAssignmentOperation fill && fill.Target == element;

    /// <summary>The value as it is used: with the conversions around it.</summary>
    private static IOperation Use(IOperation value)
    {
        IOperation child = value;
        while (child.Parent is IConversionOperation or IParenthesizedOperation)
        {
            child = child.Parent;
        }

        return child;
    }
}
