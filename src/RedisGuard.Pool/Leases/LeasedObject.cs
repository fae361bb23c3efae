using RedisGuard.Pool.Connections;
using StackExchange.Redis;

namespace RedisGuard.Pool.Leases;

/// <summary>
/// Base of the generated objects of a lease: each of their members comes by here before it is passed on. When the
/// lease is over they are dead, whoever kept them: the connection is another's by then.
/// </summary>
/// <param name="slot">The slot of the lease.</param>
/// <param name="tenancy">The lease's number there.</param>
internal abstract class LeasedObject(ConnectionSlot slot, long tenancy)
{
    /// <summary>Before a command that leaves nothing on the connection.</summary>
    public void Enter()
    {
        if (!slot.IsUsable(tenancy))
        {
            throw slot.Refusal(tenancy);
        }
    }

    /// <summary>Before a command that is sent by name.</summary>
    public void EnterCommand(string command)
    {
        Enter();
        if (command is null || !StatelessCommands.Contains(command))
        {
            Spoil(LeaseSpoil.Command);
        }
        else if (MayBlock(command))
        {
            Begin();
        }
    }

    /// <summary>After a command was sent by name: the answer that is to come.</summary>
    public Task<T> LeaveAsync<T>(Task<T> answer, string command, CommandFlags flags) =>
        IsAwaited(command, flags) ? slot.Blocking.EndAsync(tenancy, answer) : answer;

    /// <summary>After a command was sent by name, and answered.</summary>
    public void Leave(string command, CommandFlags flags)
    {
        if (IsAwaited(command, flags))
        {
            slot.Blocking.End(tenancy);
        }
    }

    /// <summary>After a command by name threw, instead of an answer.</summary>
    public void Fail(Exception failure, string command)
    {
        if (MayBlock(command))
        {
            slot.Blocking.EndWith(tenancy, failure);
        }
    }

    /// <summary>Before something is handed out that reaches the connection by other ways.</summary>
    public void EnterAndLetGo(int spoil)
    {
        Enter();
        Spoil((LeaseSpoil)spoil);
    }

    /// <summary>A batch or transaction dies with the lease too.</summary>
    public IBatch Wrap(IBatch inner) => LeasedTypes.Batch!(inner, slot, tenancy);

    /// <summary>A batch or transaction dies with the lease too.</summary>
    public ITransaction Wrap(ITransaction inner) => LeasedTypes.Transaction!(inner, slot, tenancy);

    // Within a transaction the server lets nothing wait.
    private bool MayBlock(string? command) => command is not null && this is not ITransaction && StatelessCommands.MayBlock(command);

    // Sent and forgotten it is complete at once, and answered for nobody.
    private bool IsAwaited(string command, CommandFlags flags) => (flags & CommandFlags.FireAndForget) == 0 && MayBlock(command);

    // Before the look at the lease: who ended it has seen it, or it is not sent.
    private void Begin()
    {
        slot.Blocking.Begin(tenancy);
        if (!slot.IsUsable(tenancy))
        {
            slot.Blocking.End(tenancy);
            throw slot.Refusal(tenancy);
        }
    }

    private void Spoil(LeaseSpoil reason)
    {
        if (!slot.TrySpoil(tenancy, reason))
        {
            throw slot.Refusal(tenancy);
        }
    }
}
