using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Reading;

/// <summary>Recognises calls that are given a token, and that end with an exception when it is cancelled: no rare thing, as it is there for that.</summary>
internal static class CancellableCalls
{
    /// <summary>The first such call in an operation; null where there is none.</summary>
    public static SyntaxNode? FirstIn(IOperation operation)
        => operation.DescendantsAndSelf().OfType<IInvocationOperation>().FirstOrDefault(call => call.Arguments.Any(IsToken))?.Syntax;

    /// <summary>Tells whether an argument is a token that can be cancelled, as far as is written.</summary>
    public static bool IsToken(IArgumentOperation argument)
        => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Type.Name: "CancellationToken" }
            && Plain(argument.Value) is not (IDefaultValueOperation or IPropertyReferenceOperation { Property: { Name: "None", ContainingType.Name: "CancellationToken" } });

    private static IOperation Plain(IOperation value)
    {
        while (value is IConversionOperation or IParenthesizedOperation)
        {
            value = value is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)value).Operand;
        }

        return value;
    }
}
