using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Hazards;

/// <summary>
/// Recognises a text that is put together from parts that vary from call to call. What is fixed for the process, or has a handful
/// of values (a constant, a readonly field, a flag, an enum), makes a handful of texts and isn't meant.
/// </summary>
internal sealed class GeneratedText
{
    private const int MaxSteps = 12;

    private readonly HashSet<ILocalSymbol> _building = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ILocalSymbol> _varying = new(SymbolEqualityComparer.Default);
    private readonly SourceValues _sources;
    private readonly CancellationToken _cancellationToken;

    public GeneratedText(SourceValues sources, CancellationToken cancellationToken)
    {
        _sources = sources;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Whether this is a text built from something that varies. A text that merely comes from somewhere isn't.</summary>
    public bool Is(IOperation text) => IsBuilt(text, MaxSteps);

    private bool IsBuilt(IOperation operation, int steps)
    {
        if (steps == 0)
        {
            return false;
        }

        switch (operation.Unwrapped())
        {
            case { ConstantValue.HasValue: true }:
                return false;

            case IInterpolatedStringOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Add }:
                return Varies(operation, steps);

            case IInvocationOperation { TargetMethod: { ContainingType.SpecialType: SpecialType.System_String } method } call
                when method.Name is "Format" or "Concat" or "Join" or "Replace" or "Insert":
                return Varies(call, steps);

            case IInvocationOperation { TargetMethod: { ContainingType.SpecialType: SpecialType.System_String }, Instance: { } instance }:
                // Trim, ToLower and their like build on.
                return IsBuilt(instance, steps - 1);

            case IInvocationOperation { TargetMethod: { Name: "ToString", ContainingType: { Name: "StringBuilder" } }, Instance: { } builder }:
                return IsFedWithVarying(builder, steps - 1);

            case IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.IsEmpty: false } helper
                when helper.Arguments.Length > 0 && _sources.Returned(helper.TargetMethod, _cancellationToken) is { } returned:
                return IsBuilt(returned, steps - 1) && AnyArgumentVaries(helper, steps - 1);

            case ILocalReferenceOperation local:
                return IsBuiltInto(local, steps - 1);

            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return IsBuilt(choice.WhenTrue, steps - 1) || IsBuilt(otherwise, steps - 1);

            case ICoalesceOperation coalesce:
                return IsBuilt(coalesce.Value, steps - 1) || IsBuilt(coalesce.WhenNull, steps - 1);

            default:
                return false;
        }
    }

    private bool IsBuiltInto(ILocalReferenceOperation local, int steps)
    {
        if (!_building.Add(local.Local))
        {
            return false;
        }

        foreach (IOperation operation in local.Root().Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator when Is(declarator.Symbol, local):
                    if (IsBuilt(value, steps))
                    {
                        return true;
                    }

                    break;

                case ICompoundAssignmentOperation { Target: ILocalReferenceOperation target } compound when Is(target.Local, local):
                    if (Varies(compound.Value, steps))
                    {
                        return true;
                    }

                    break;

                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Is(target.Local, local):
                    if (IsBuilt(assignment.Value, steps))
                    {
                        return true;
                    }

                    break;
            }
        }

        return false;
    }

    private bool IsFedWithVarying(IOperation builder, int steps)
    {
        IOperation start = builder.Unwrapped();
        for (; start is IInvocationOperation { TargetMethod.ContainingType.Name: "StringBuilder", Instance: { } inner } call; start = inner.Unwrapped())
        {
            if (Feeds(call) && AnyArgumentVaries(call, steps))
            {
                return true;
            }
        }

        if (start is not ILocalReferenceOperation local)
        {
            // The text to begin with; a capacity is none.
            return start is IObjectCreationOperation creation
                && AnyVaries(creation.Arguments.Select(argument => argument.Value).Where(value => value.Type?.SpecialType == SpecialType.System_String), steps);
        }

        foreach (IOperation operation in local.Root().Descendants())
        {
            if (operation is IVariableDeclaratorOperation { Initializer.Value: { } value } declarator
                && Is(declarator.Symbol, local)
                && steps > 0
                && IsFedWithVarying(value, steps - 1))
            {
                return true;
            }

            if (operation is IInvocationOperation call
                && Feeds(call)
                && Receiver(call) is ILocalReferenceOperation receiver
                && Is(receiver.Local, local)
                && AnyArgumentVaries(call, steps))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Feeds(IInvocationOperation call)
        => call is { TargetMethod: { ContainingType.Name: "StringBuilder", Name: { } name } }
            && (name.StartsWith("Append", StringComparison.Ordinal) || name is "Insert" or "Replace");

    /// <summary><c>builder.Append(…).Append(…)</c> feeds the same builder.</summary>
    private static IOperation? Receiver(IInvocationOperation call)
    {
        IOperation? receiver = call.Instance;
        while (receiver is IInvocationOperation { TargetMethod.ContainingType.Name: "StringBuilder" } inner)
        {
            receiver = inner.Instance;
        }

        return receiver;
    }

    private bool AnyArgumentVaries(IInvocationOperation call, int steps)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.DefaultValue && Varies(argument.Value, steps))
            {
                return true;
            }
        }

        return false;
    }

    private bool Varies(IOperation operation, int steps)
    {
        operation = operation.Unwrapped();
        if (steps == 0 || operation.ConstantValue.HasValue || HasFewValues(operation.Type))
        {
            return false;
        }

        switch (operation)
        {
            case IParameterReferenceOperation parameter:
                // A script handed in, to go before or after a constant part, is its caller's text.
                return !SaysScript(parameter.Parameter.Name) && parameter.Parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Constructor };

            case ILocalReferenceOperation local:
                return LocalVaries(local, steps - 1);

            case IFieldReferenceOperation { Instance: { } owner }:
                return Varies(owner, steps - 1);

            case IPropertyReferenceOperation { Instance: { } owner } property:
                return Varies(owner, steps - 1) || AnyVaries(property.Arguments, steps - 1);

            case IPropertyReferenceOperation { Property: { Name: "Now" or "UtcNow" or "Today", ContainingType.Name: "DateTime" or "DateTimeOffset" } }:
                return true;

            case IInvocationOperation { TargetMethod: { Name: "NewGuid" or "CreateVersion7", ContainingType.Name: "Guid" } }:
            case IInvocationOperation { TargetMethod: { Name: "Next" or "NextInt64", ContainingType.Name: "Random" } }:
                return true;

            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return Varies(choice.WhenTrue, steps - 1) || Varies(otherwise, steps - 1);

            case IInstanceReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation or ITypeOfOperation or INameOfOperation
                or IAnonymousFunctionOperation or IDelegateCreationOperation:
                return false;

            default:
                return AnyVaries(operation.ChildOperations, steps - 1);
        }
    }

    private bool AnyVaries(IEnumerable<IOperation> operations, int steps)
    {
        foreach (IOperation operation in operations)
        {
            if (Varies(operation, steps))
            {
                return true;
            }
        }

        return false;
    }

    private bool LocalVaries(ILocalReferenceOperation local, int steps)
    {
        // Each local once: what it holds is asked of all its assignments together.
        if (!_varying.Add(local.Local))
        {
            return false;
        }

        foreach (IOperation operation in local.Root().Descendants())
        {
            IOperation? value = operation switch
            {
                IVariableDeclaratorOperation { Initializer.Value: { } initial } declarator when Is(declarator.Symbol, local) => initial,
                IAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Is(target.Local, local) => assignment.Value,
                IForEachLoopOperation loop when loop.Locals.Any(variable => Is(variable, local)) => loop.Collection,
                _ => null,
            };
            if (value is not null && Varies(value, steps))
            {
                return true;
            }

            // A counter has as many values as the loop has turns.
            if (operation is IIncrementOrDecrementOperation { Target: ILocalReferenceOperation counter } && Is(counter.Local, local))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Is(ILocalSymbol symbol, ILocalReferenceOperation local) => SymbolEqualityComparer.Default.Equals(symbol, local.Local);

    private static bool HasFewValues(ITypeSymbol? type) => type is { SpecialType: SpecialType.System_Boolean } or { TypeKind: TypeKind.Enum };

    private static bool SaysScript(string name)
        => name.IndexOf("script", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("lua", StringComparison.OrdinalIgnoreCase) >= 0;
}
