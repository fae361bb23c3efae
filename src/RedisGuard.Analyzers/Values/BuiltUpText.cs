using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Values;

/// <summary>
/// Collects what a function puts a text together from, statement by statement: <c>text += …</c>, <c>builder.Append(…)</c>. In the order
/// in which it is written; a part that is added under a condition counts like any other.
/// </summary>
internal static class BuiltUpText
{
    /// <summary>The parts; none where the text isn't built up like that.</summary>
    public static ImmutableArray<IOperation> PartsOf(IOperation text)
    {
        var parts = ImmutableArray.CreateBuilder<IOperation>();
        switch (text.Unwrapped())
        {
            case ILocalReferenceOperation { Type.SpecialType: SpecialType.System_String } local:
                AddSums(local, parts);
                break;

            case IInvocationOperation { TargetMethod: { Name: "ToString", Parameters.IsEmpty: true }, Instance: { } builder } when IsBuilder(builder.Type):
                AddAppends(builder, parts);
                break;
        }

        return parts.ToImmutable();
    }

    private static void AddSums(ILocalReferenceOperation local, ImmutableArray<IOperation>.Builder parts)
    {
        bool isSum = false;
        foreach (IOperation operation in local.Root().Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator when Is(declarator.Symbol, local):
                    parts.Add(value);
                    break;

                case ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Target: ILocalReferenceOperation target } sum when Is(target.Local, local):
                    parts.Add(sum.Value);
                    isSum = true;
                    break;

                case IAssignmentOperation { Target: ILocalReferenceOperation target } when Is(target.Local, local):
                    parts.Clear();
                    return;
            }
        }

        if (!isSum)
        {
            parts.Clear();
        }
    }

    private static void AddAppends(IOperation builder, ImmutableArray<IOperation>.Builder parts)
    {
        IOperation start = AddChain(builder, parts);
        if (start is not ILocalReferenceOperation local || local.OnlyValue() is not { } value)
        {
            return;
        }

        parts.Clear();
        AddChain(value.Unwrapped(), parts);
        foreach (IInvocationOperation call in local.Root().Descendants().OfType<IInvocationOperation>())
        {
            if (IsBuilder(call.TargetMethod.ContainingType)
                && call.TargetMethod.Name != "ToString"
                && !(call.Parent is IInvocationOperation next && next.Instance == call && IsBuilder(next.TargetMethod.ContainingType) && next.TargetMethod.Name != "ToString")
                && Chain(call).Start is ILocalReferenceOperation receiver
                && Is(receiver.Local, local))
            {
                AddChain(call, parts);
            }
        }
    }

    /// <summary>Adds what <c>….Append(a).Append(b)</c> appends, and gives what stands before it.</summary>
    private static IOperation AddChain(IOperation chain, ImmutableArray<IOperation>.Builder parts)
    {
        (IOperation start, Stack<IInvocationOperation> calls) = Chain(chain);
        if (start is IObjectCreationOperation creation)
        {
            parts.AddRange(creation.Arguments.Select(argument => argument.Value).Where(value => value.Type?.SpecialType == SpecialType.System_String));
        }

        foreach (IInvocationOperation call in calls)
        {
            // Anything but a plain text is a part that can't be read.
            parts.Add(call is { TargetMethod.Name: "Append" or "AppendLine", Arguments: [{ Value: { } value }] } ? value : call);
        }

        return start;
    }

    private static (IOperation Start, Stack<IInvocationOperation> Calls) Chain(IOperation chain)
    {
        var calls = new Stack<IInvocationOperation>();
        IOperation start = chain;
        while (start is IInvocationOperation { Instance: { } instance } call && IsBuilder(call.TargetMethod.ContainingType))
        {
            calls.Push(call);
            start = instance;
        }

        return (start, calls);
    }

    private static bool IsBuilder(ITypeSymbol? type) => type is { Name: "StringBuilder", ContainingNamespace: { Name: "Text", ContainingNamespace.Name: "System" } };

    private static bool Is(ILocalSymbol symbol, ILocalReferenceOperation local) => SymbolEqualityComparer.Default.Equals(symbol, local.Local);
}
