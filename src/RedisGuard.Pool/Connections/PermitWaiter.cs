namespace RedisGuard.Pool.Connections;

/// <summary>Somebody who waits for a permit.</summary>
internal sealed class PermitWaiter(TaskCreationOptions continuations) : TaskCompletionSource(continuations)
{
    /// <summary>Where it stands; <see langword="null"/> once served or withdrawn. Guarded by the queue's lock.</summary>
    public LinkedListNode<PermitWaiter>? Place { get; set; }

    /// <summary>
    /// Whether the permit is its own. Decided under the queue's lock: the task completes a little later, and who gives up
    /// in between must not leave the permit behind.
    /// </summary>
    public bool IsGranted { get; set; }
}
