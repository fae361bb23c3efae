using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Values;

/// <summary>
/// A text as far as the source says it: through constants, interpolation, concatenation, <c>string.Format</c> and <c>Join</c>,
/// locals that are set once, and what fields and properties are declared with.
/// </summary>
internal sealed class WrittenText
{
    /// <summary>Stands in <see cref="Pattern"/> for what isn't known.</summary>
    public const char Hole = '\uFFFC';

    /// <summary>A constant of a constant of a constant: past that nobody would find the literal by reading either.</summary>
    private const int MaxSteps = 8;

    private readonly ImmutableArray<TextPart> _parts;

    private WrittenText(ImmutableArray<TextPart> parts)
    {
        _parts = parts;
        Pattern = string.Concat(parts.Select(part => part.Text ?? Hole.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The text, with a <see cref="Hole"/> for each part that isn't known.</summary>
    public string Pattern { get; }

    /// <summary>The whole text; null where some of it isn't known.</summary>
    public string? Whole => _parts.All(part => part.Text is not null) ? Pattern : null;

    /// <summary>
    /// Whether the other text is surely another: both put the same variables between other words, <c>"order:" + id</c> and
    /// <c>"orders:" + id</c>, so that one is longer.
    /// </summary>
    public bool DiffersFrom(WrittenText other)
    {
        ISymbol?[] own = Unknown.ToArray();
        ISymbol?[] others = other.Unknown.ToArray();
        return own.Length > 0
            && own.All(variable => variable is not null)
            && own.SequenceEqual(others, SymbolEqualityComparer.Default)
            && Pattern.Length != other.Pattern.Length;
    }

    private IEnumerable<ISymbol?> Unknown => _parts.Where(part => part.Text is null).Select(part => part.Variable);

    public static WrittenText Of(IOperation operation, SourceValues sources, CancellationToken cancellationToken)
    {
        var parts = new List<TextPart>();
        Read(operation, parts, sources, MaxSteps, cancellationToken);
        return new WrittenText(parts.ToImmutableArray());
    }

    /// <summary>The same for a text that is put together from several parts.</summary>
    public static WrittenText Of(ImmutableArray<IOperation> operations, SourceValues sources, CancellationToken cancellationToken)
    {
        var parts = new List<TextPart>();
        foreach (IOperation operation in operations)
        {
            Read(operation, parts, sources, MaxSteps, cancellationToken);
        }

        return new WrittenText(parts.ToImmutableArray());
    }

    /// <summary>The syntax that the character at a place of <see cref="Pattern"/> comes from.</summary>
    public SyntaxNode? SyntaxAt(int position)
    {
        foreach (TextPart part in _parts)
        {
            int length = part.Text?.Length ?? 1;
            if (position < length)
            {
                return part.Syntax;
            }

            position -= length;
        }

        return null;
    }

    private static void Read(IOperation operation, List<TextPart> parts, SourceValues sources, int steps, CancellationToken cancellationToken)
    {
        operation = operation.Unwrapped();
        if (steps == 0)
        {
            parts.Add(new TextPart(null, operation.Syntax, VariableOf(operation)));
            return;
        }

        switch (operation)
        {
            // Where a constant has a name, the literal behind it is what a reader wants to be led to.
            case IFieldReferenceOperation field when sources.Initial(field.Field, cancellationToken) is { } value:
                ReadOnce(field.Field, value, parts, sources, steps - 1, cancellationToken);
                break;

            case ILocalReferenceOperation local when local.OnlyValue() is { } value:
                ReadOnce(local.Local, value, parts, sources, steps - 1, cancellationToken);
                break;

            case IPropertyReferenceOperation property
                when (sources.Initial(property.Property, cancellationToken) ?? sources.Returned(property.Property, cancellationToken)) is { } value:
                Read(value, parts, sources, steps - 1, cancellationToken);
                break;

            case { ConstantValue: { HasValue: true, Value: { } constant } } when operation is not (IBinaryOperation or IInterpolatedStringOperation):
                parts.Add(new TextPart(System.Convert.ToString(constant, CultureInfo.InvariantCulture), operation.Syntax));
                break;

            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum when sum.Type?.SpecialType == SpecialType.System_String:
                foreach (IOperation operand in Operands(sum))
                {
                    Read(operand, parts, sources, steps - 1, cancellationToken);
                }

                break;

            case IInterpolatedStringOperation interpolated:
                foreach (IInterpolatedStringContentOperation content in interpolated.Parts)
                {
                    Read(
                        content switch
                        {
                            IInterpolatedStringTextOperation text => text.Text,
                            IInterpolationOperation hole => hole.Expression,
                            _ => content,
                        },
                        parts,
                        sources,
                        steps,
                        cancellationToken);
                }

                break;

            case IInvocationOperation { TargetMethod: { Name: "Format", ContainingType.SpecialType: SpecialType.System_String } } format:
                ReadFormat(format, parts, sources, steps - 1, cancellationToken);
                break;

            case IInvocationOperation { TargetMethod: { Name: "Concat", ContainingType.SpecialType: SpecialType.System_String } } concat:
                foreach (IOperation value in Values(concat.Arguments))
                {
                    Read(value, parts, sources, steps - 1, cancellationToken);
                }

                break;

            case IInvocationOperation { TargetMethod: { Name: "Join", ContainingType.SpecialType: SpecialType.System_String }, Arguments: { Length: > 1 } arguments }
                when Of(arguments[0].Value, sources, cancellationToken).Whole is { } separator:
                bool isFirst = true;
                foreach (IOperation value in Values(arguments.RemoveAt(0)))
                {
                    if (!isFirst)
                    {
                        parts.Add(new TextPart(separator, arguments[0].Syntax));
                    }

                    isFirst = false;
                    Read(value, parts, sources, steps - 1, cancellationToken);
                }

                break;

            default:
                parts.Add(new TextPart(null, operation.Syntax, VariableOf(operation)));
                break;
        }
    }

    /// <summary>Reads what a variable is set to once: where that isn't known, it is the same each time the variable is read.</summary>
    private static void ReadOnce(ISymbol variable, IOperation value, List<TextPart> parts, SourceValues sources, int steps, CancellationToken cancellationToken)
    {
        int first = parts.Count;
        Read(value, parts, sources, steps, cancellationToken);
        if (parts.Count == first + 1 && parts[first].Text is null)
        {
            parts[first] = parts[first] with { Variable = variable };
        }
    }

    private static ISymbol? VariableOf(IOperation operation)
        => operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member => member.Member,
            _ => null,
        };

    private static void ReadFormat(IInvocationOperation call, List<TextPart> parts, SourceValues sources, int steps, CancellationToken cancellationToken)
    {
        IArgumentOperation? format = call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "format");
        if (format is null || Of(format.Value, sources, cancellationToken) is not { Whole: { } text } written)
        {
            parts.Add(new TextPart(null, call.Syntax));
            return;
        }

        IOperation[] values = Values(call.Arguments.Where(argument => argument.Parameter?.Name is not ("format" or "provider"))).ToArray();
        foreach ((string? piece, int argument) in TextFormat.Pieces(text))
        {
            if (piece is not null)
            {
                parts.Add(new TextPart(piece, written.SyntaxAt(0) ?? format.Syntax));
            }
            else if (argument < values.Length)
            {
                Read(values[argument], parts, sources, steps, cancellationToken);
            }
            else
            {
                parts.Add(new TextPart(null, call.Syntax));
            }
        }
    }

    /// <summary>The arguments, with what is written as an array, or made one by <c>params</c>, element by element.</summary>
    private static IEnumerable<IOperation> Values(IEnumerable<IArgumentOperation> arguments)
        => arguments.SelectMany(argument => argument.Value.Unwrapped() switch
        {
            IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,

            // What newer compilers make of params has no operation of its own in the oldest supported one.
            { Type: { SpecialType: SpecialType.None, Name: "ReadOnlySpan" } } span when span.ChildOperations.Any() => span.ChildOperations,
            _ => Enumerable.Repeat(argument.Value, 1),
        });

    /// <summary>A sum of a thousand texts is a thousand sums deep, so it is taken apart without recursion.</summary>
    private static Stack<IOperation> Operands(IBinaryOperation sum)
    {
        var operands = new Stack<IOperation>();
        IOperation current = sum;
        while (current is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } inner && inner.Type?.SpecialType == SpecialType.System_String)
        {
            operands.Push(inner.RightOperand);
            current = inner.LeftOperand;
        }

        operands.Push(current);
        return operands;
    }
}
