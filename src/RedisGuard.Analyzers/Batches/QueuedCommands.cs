using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Batches;

/// <summary>One batch or transaction that stays in the code that created it, with what was queued on it when.</summary>
internal sealed class QueuedCommands
{
    private readonly List<Use> _late = new();
    private readonly bool _awaits;

    public QueuedCommands(IOperation creation, Obligation obligation, ISymbol member)
    {
        _awaits = Holding.IsInAsyncFunction(creation, member);
        Creation = creation;
        Obligation = obligation;
        bool isLost = obligation.Leaks.Contains(LeakKind.Exit) || obligation.Leaks.Contains(LeakKind.OutOfScope) || obligation.Leaks.Contains(LeakKind.NextTurn);
        IsSent = obligation.Releases.Count > 0;
        foreach (Use use in obligation.Uses)
        {
            if (!IsCommand(use))
            {
                continue;
            }

            HasCommands = true;
            if (isLost && (use.Status.IsSurely(ObligationStatus.Released) || (use.Status.IsBehindRelease() && !IsSentBehind(use))) && !IsForgotten(use))
            {
                _late.Add(use);
            }
        }

        _late.AddRange(LateQueries.Of(this));
    }

    public IOperation Creation { get; }

    public Obligation Obligation { get; }

    /// <summary>Whether anything is queued at all.</summary>
    public bool HasCommands { get; }

    /// <summary>Whether this code calls <c>Execute</c> on any path.</summary>
    public bool IsSent { get; }

    /// <summary>The commands queued after an <c>Execute</c>, with no other to follow.</summary>
    public IReadOnlyList<Use> Late => _late;

    public bool IsExtendedAfterSent => _late.Count > 0;

    /// <summary><c>transaction</c> or <c>batch</c>.</summary>
    public string Noun => IsTransaction ? "transaction" : "batch";

    public string Subject => Obligation.Holder is { } holder ? $"'{holder.Name}'" : $"of '{(IsTransaction ? "CreateTransaction" : "CreateBatch")}'";

    /// <summary>The call that sends.</summary>
    public string Sending => IsTransaction && _awaits ? "ExecuteAsync" : "Execute";

    private bool IsTransaction => Creation is IInvocationOperation { TargetMethod.Name: "CreateTransaction" };

    /// <summary>In a loop that comes round again, say: under which condition can't be told.</summary>
    private bool IsSentBehind(Use use) => Obligation.Releases.Any(release => release.SpanStart > use.Syntax.SpanStart);

    /// <summary>Flags that can't be read here may say anything; and what fires and forgets is done at once for whoever awaits it.</summary>
    private bool IsForgotten(Use use)
        => Creation.SemanticModel is { } model
            && model.SyntaxTree == use.Syntax.SyntaxTree
            && model.GetOperation(use.Syntax) is IInvocationOperation command
            && CommandFlags.MayFireAndForget(command)
            && (!CommandFlags.FiresAndForgets(command) || command.Parent is IAwaitOperation);

    /// <summary>A command, or a delegate or a helper that queues some.</summary>
    private static bool IsCommand(Use use)
        => use.Kind == UseKind.Call
            && (use.Alias == AliasKind.View || (use.Alias == AliasKind.Owner && (use.Member is null || (use.Member is IMethodSymbol method && TaskMembers.IsDeferred(method)))));
}
