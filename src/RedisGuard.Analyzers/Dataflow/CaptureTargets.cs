using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// Finds what each flow capture of a graph stands for when it is assigned to: for <c>_field ??= Connect()</c> the graph
/// captures the field first and assigns to the capture.
/// </summary>
internal sealed class CaptureTargets
{
    private readonly Dictionary<CaptureId, IOperation> _targets = new();

    public CaptureTargets(ControlFlowGraph graph)
    {
        foreach (BasicBlock block in graph.Blocks)
        {
            foreach (IOperation operation in block.Operations)
            {
                if (operation is IFlowCaptureOperation { Value: IMemberReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation or IArrayElementReferenceOperation } capture)
                {
                    _targets[capture.Id] = capture.Value;
                }
            }
        }
    }

    public IOperation? TryGet(CaptureId id) => _targets.TryGetValue(id, out IOperation? target) ? target : null;
}
