using System.Collections.Generic;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>
/// The states at the entries of blocks, and the blocks still to be visited since more is known of theirs: the worklist of a fixed point.
/// The compiler numbers blocks in the order of the source, so the first of them is taken next: where ways meet again, all of them have
/// mostly arrived by then, and a block behind them is visited once instead of once a way.
/// </summary>
internal sealed class BlockStates
{
    private readonly Dictionary<int, FlowState> _entries = new();
    private readonly SortedSet<int> _pending = new();

    /// <param name="first">The block that the flow begins with.</param>
    /// <param name="start">How things stand there.</param>
    public BlockStates(int first, FlowState start) => Arrive(first, start);

    /// <summary>Adds a state to what is known at a block's entry; the block is visited (once more) where anything was new.</summary>
    public void Arrive(int block, FlowState state)
    {
        bool isNew = !_entries.TryGetValue(block, out FlowState? known);
        if (isNew)
        {
            _entries.Add(block, state.Clone());
        }

        if (isNew || known!.Join(state))
        {
            _pending.Add(block);
        }
    }

    /// <summary>Takes the next block to visit, with a state of its own to work on. False where all is settled.</summary>
    public bool TryTake(out int block, out FlowState state)
    {
        if (_pending.Count == 0)
        {
            block = 0;
            state = null!;
            return false;
        }

        block = _pending.Min;
        _pending.Remove(block);
        state = _entries[block].Clone();
        return true;
    }

    /// <summary>The state at a block's entry, to work on; null where no path leads there.</summary>
    public FlowState? At(int block) => _entries.TryGetValue(block, out FlowState? known) ? known.Clone() : null;
}
