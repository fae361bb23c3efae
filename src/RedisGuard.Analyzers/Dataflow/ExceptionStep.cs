using Microsoft.CodeAnalysis.FlowAnalysis;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>One thing an exception meets on its way out: a finally region it runs through, or a handler it may end in.</summary>
/// <param name="Finally">The finally region; null for a handler.</param>
/// <param name="Handler">The first block of the handler.</param>
/// <param name="CatchesAll">Whether no exception gets past the handler.</param>
/// <param name="CatchesCancelling">Whether none does that tells of a cancelled wait.</param>
internal readonly record struct ExceptionStep(ControlFlowRegion? Finally, int Handler, bool CatchesAll, bool CatchesCancelling);
