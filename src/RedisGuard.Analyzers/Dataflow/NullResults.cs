using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// Results that are null: <c>catch (RedisException) { return null; }</c>. A method that gives a fresh resource or nothing gives nobody
/// else's.
/// </summary>
internal sealed class NullResults
{
    private readonly ControlFlowGraph _graph;

    public NullResults(ControlFlowGraph graph) => _graph = graph;

    /// <summary>Whether a result is written as null, be it one of the two of a condition.</summary>
    public bool IsNull(IOperation result)
    {
        while (result is IConversionOperation conversion)
        {
            result = conversion.Operand;
        }

        return result.IsNull() || (result is IFlowCaptureReferenceOperation capture && IsOrNull(capture.Id));
    }

    private bool IsOrNull(CaptureId id)
    {
        IOperation[] captured = _graph.Blocks.SelectMany(block => block.Operations).OfType<IFlowCaptureOperation>().Where(capture => capture.Id.Equals(id)).Select(capture => capture.Value).Take(3).ToArray();
        return captured.Length == 2 && captured.Count(value => value is IConversionOperation conversion ? conversion.Operand.IsNull() : value.IsNull()) == 1;
    }
}
