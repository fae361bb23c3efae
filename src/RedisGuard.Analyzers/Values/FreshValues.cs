using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Values;

/// <summary>
/// Tells values that are made anew each time they are asked for: a GUID, random bytes, what is put together from one, and
/// the getters and methods that give nothing else. What may come out of a place that keeps it (<c>_token ??= …</c>, a
/// dictionary, a choice) isn't one.
/// </summary>
internal static class FreshValues
{
    /// <summary>A method of a method of a method: nobody would look further by reading either.</summary>
    private const int MaxSteps = 3;

    /// <summary>Whether evaluating this twice gives two values.</summary>
    public static bool IsFresh(this IOperation value) => IsFresh(value, steps: 0);

    /// <summary>Whether this is a read-only member that was declared with such a value: no other member has the same.</summary>
    public static bool IsKeptFresh(this IOperation value)
        => value is IMemberReferenceOperation { Member: IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null } } reference
            && reference.SemanticModel?.Compilation is { } compilation
            && IsFresh(new SourceValues(compilation).Initial(reference.Member, CancellationToken.None), steps: 0);

    private static bool IsFresh(IOperation? value, int steps)
        => value?.Unwrapped() switch
        {
            IInvocationOperation call => IsFresh(call, steps),
            IPropertyReferenceOperation property => (IsOfSystem(property.Property) && IsFresh(property.Instance, steps)) || GivesFresh(property.Property, value, steps),
            IInterpolatedStringOperation text => text.Parts.Any(part => part is IInterpolationOperation { Expression: { } expression } && IsFresh(expression, steps)),
            IBinaryOperation sum => IsFresh(sum.LeftOperand, steps) || IsFresh(sum.RightOperand, steps),
            IObjectCreationOperation creation => creation.Arguments.Any(argument => IsFresh(argument.Value, steps)),
            IArrayCreationOperation { Initializer: { } elements } => elements.ElementValues.Any(element => IsFresh(element, steps)),

            // What a variable holds is one value where it is used. Where it is given back, it was made for that.
            ILocalReferenceOperation local when steps > 0 => IsFresh(local.OnlyValue(), steps),
            _ => false,
        };

    private static bool IsFresh(IInvocationOperation call, int steps)
        => IsMaker(call.TargetMethod)
            || (IsOfSystem(call.TargetMethod)
                ? IsFresh(call.Instance, steps) || call.Arguments.Any(argument => IsFresh(argument.Value, steps))
                : GivesFresh(call.TargetMethod, call, steps));

    private static bool IsMaker(IMethodSymbol method)
        => method is { Name: "NewGuid" or "CreateVersion7", ContainingType.Name: "Guid" }
            || method is { Name: "Next" or "NextInt64" or "GetHexString" or "GetBytes" or "GetString", ContainingType.Name: "Random" or "RandomNumberGenerator" };

    /// <summary><c>ToString</c>, <c>Concat</c>, <c>ToBase64String</c>, <c>Encoding.GetBytes</c>; the members of collections stand in namespaces below.</summary>
    private static bool IsOfSystem(ISymbol member)
        => member.ContainingType?.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true } or { Name: "Text", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool GivesFresh(ISymbol member, IOperation use, int steps)
        => steps < MaxSteps
            && use.SemanticModel?.Compilation is { } compilation
            && new SourceValues(compilation).Returned(member, CancellationToken.None) is { } returned
            && IsFresh(returned, steps + 1);
}
