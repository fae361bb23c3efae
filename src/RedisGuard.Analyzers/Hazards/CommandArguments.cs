using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Hazards;

/// <summary>The arguments of a command given as <c>params</c>, array, list or collection expression, as far as the source says them.</summary>
internal static class CommandArguments
{
    private const int MaxSteps = 4;

    public static ImmutableArray<string?> Of(HazardCall call)
    {
        IOperation? given = call.Invocation.Arguments
            .FirstOrDefault(argument => argument.Parameter is { Name: "args" or "arguments" })?.Value;
        return given is null ? ImmutableArray<string?>.Empty : Elements(given, call, MaxSteps).Select(element => Text(element, call)).ToImmutableArray();
    }

    private static IEnumerable<IOperation> Elements(IOperation given, HazardCall call, int steps)
    {
        IOperation operation = given.Unwrapped();
        return operation switch
        {
            _ when steps == 0 => [],
            IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
            IObjectCreationOperation { Initializer: { } initializer } => Added(initializer),
            ILocalReferenceOperation local when local.OnlyValue() is { } value => Elements(value, call, steps - 1).Concat(Added(local, call, steps - 1)),
            IFieldReferenceOperation field when call.Known.Sources.Initial(field.Field, call.CancellationToken) is { } value => Elements(value, call, steps - 1),

            // A collection expression has no operation of its own in the oldest supported compiler.
            { Kind: OperationKind.None } => operation.ChildOperations,
            IInvocationOperation or IObjectCreationOperation or IArrayCreationOperation or IParameterReferenceOperation => [],
            _ => operation.ChildOperations,
        };
    }

    private static IEnumerable<IOperation> Added(IObjectOrCollectionInitializerOperation initializer)
        => initializer.Initializers.OfType<IInvocationOperation>().SelectMany(add => add.Arguments).Select(argument => argument.Value);

    /// <summary><c>arguments.Add("BLOCK");</c></summary>
    private static IEnumerable<IOperation> Added(ILocalReferenceOperation list, HazardCall call, int steps)
        => list.Root().Descendants().OfType<IInvocationOperation>()
            .Where(add => add is { TargetMethod.Name: "Add" or "AddRange", Arguments.Length: 1, Instance: ILocalReferenceOperation target }
                && SymbolEqualityComparer.Default.Equals(target.Local, list.Local))
            .SelectMany(add => add.TargetMethod.Name == "Add" ? [add.Arguments[0].Value] : Elements(add.Arguments[0].Value, call, steps));

    private static string? Text(IOperation element, HazardCall call)
        => WrittenText.Of(element, call.Known.Sources, call.CancellationToken).Whole;
}
