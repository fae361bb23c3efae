using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Hazards;

/// <summary>RG4001: a command that blocks, or changes, the connection that everybody shares.</summary>
internal sealed class BlockingCommandRule : IHazardRule
{
    public ImmutableArray<string> Names { get; } = ImmutableArray.Create("Execute", "ExecuteAsync", "ExecuteResp", "ExecuteRespAsync");

    public Diagnostic? Check(HazardCall call)
        // Inside a transaction a blocking command doesn't wait.
        => call.Invocation.Instance is { Type.Name: not ("ITransaction" or "ITransactionAsync") } connection
            && call.Argument("command") is { } argument
            && WrittenText.Of(argument.Value, call.Known.Sources, call.CancellationToken).Whole?.Trim() is { } command
            && Describe(command, call) is { } found
            && call.Known.Shared.Contain(connection, call.Member, call.CancellationToken)
                ? call.Report(Descriptors.BlockingCommand, found.Command, found.Fault, found.Fix ?? OwnConnection(call))
                : null;

    private static (string Command, string Fault, string? Fix)? Describe(string command, HazardCall call)
    {
        string name = command.ToUpperInvariant();
        if (BlockingCommands.Find(name) is { } always)
        {
            return (name, always.Fault, always.Fix);
        }

        return BlockingCommands.HasOptions(name) && BlockingCommands.Find(name, CommandArguments.Of(call)) is { } option
            ? ($"{name} {option.Option}", option.Fault, null)
            : null;
    }

    public static string OwnConnection(HazardCall call)
        => call.Known.Symbols.Pool is null ? "give it a connection of its own" : "rent a connection for it with RedisPool.RentAsync";
}
