using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Hazards;

/// <summary>
/// RG4003: all keys are listed, or thrown away, while somebody waits. In a service that isn't request code by itself it
/// takes more to say so: the whole list is made at once, or each key deleted by itself. Paging through a scan there is the way it is meant to be done.
/// </summary>
internal sealed class WholeKeyspaceRule : IHazardRule
{
    private const string Scans = "goes through all keys of the database";
    private const string Empties = "throws away all keys of the database";
    private const string KeepSet = "keep a set of the keys that belong together, or scan in the background";
    private const string DeleteOwn = "delete the keys that are meant, or do it in the background";

    public ImmutableArray<string> Names { get; } = ImmutableArray.Create(
        "Keys", "KeysAsync", "FlushDatabase", "FlushDatabaseAsync", "FlushAllDatabases", "FlushAllDatabasesAsync",
        "Execute", "ExecuteAsync", "ExecuteResp", "ExecuteRespAsync");

    public Diagnostic? Check(HazardCall call)
    {
        if (Describe(call) is not { } found || DevelopmentGuard.Surrounds(call.Invocation))
        {
            return null;
        }

        // A loop is mostly one over the servers, each of which has keys of its own.
        CallContext context = call.Known.Contexts.OutsideLoops(call.Invocation, call.Member, call.CancellationToken);
        bool isRequest = RequestCode.Contains(call.Invocation, call.Member);
        return context.Frequency == OpeningFrequency.PerCall && (isRequest || (found.AtOnce && !RunsInBackground(call)))
            ? call.Report(Descriptors.WholeKeyspace, found.Command, found.Fault, context.Description, found.Fix)
            : null;
    }

    private static (string Command, string Fault, string Fix, bool AtOnce)? Describe(HazardCall call)
    {
        string name = call.Method.Name;
        if (name.StartsWith("Keys", StringComparison.Ordinal))
        {
            return (call.Name, Scans, KeepSet, IsListed(call.Invocation) || IsDeletedOneByOne(call));
        }

        if (name.StartsWith("Flush", StringComparison.Ordinal))
        {
            return (call.Name, Empties, DeleteOwn, AtOnce: false);
        }

        return call.Argument("command") is { } argument
            ? WrittenText.Of(argument.Value, call.Known.Sources, call.CancellationToken).Whole?.Trim().ToUpperInvariant() switch
            {
                "KEYS" => ("KEYS", Scans, KeepSet, AtOnce: true),
                "FLUSHALL" => ("FLUSHALL", Empties, DeleteOwn, AtOnce: false),
                "FLUSHDB" => ("FLUSHDB", Empties, DeleteOwn, AtOnce: false),
                _ => null,
            }
            : null;
    }

    /// <summary><c>Keys(…).ToArray()</c>, through any query in between.</summary>
    private static bool IsListed(IInvocationOperation keys)
    {
        // [.. server.Keys()]
        if (keys.Syntax.Parent is SpreadElementSyntax)
        {
            return true;
        }

        // A lambda's result comes out of the query that calls it: SelectMany(server => server.Keys()).
        IOperation current = keys;
        while (current.Parent is IConversionOperation or IArgumentOperation or IInvocationOperation or IAwaitOperation
            or IReturnOperation or IBlockOperation { Parent: IAnonymousFunctionOperation } or IAnonymousFunctionOperation or IDelegateCreationOperation)
        {
            current = current.Parent;
            if (current is IInvocationOperation { TargetMethod: { Name: "Take" or "TakeWhile" or "First" or "FirstOrDefault" or "Any" or "FirstAsync" or "FirstOrDefaultAsync" or "AnyAsync" } })
            {
                // What is behind it is never read.
                return false;
            }

            if (current is IInvocationOperation { TargetMethod.Name: "ToArray" or "ToList" or "ToHashSet" or "ToDictionary" or "ToArrayAsync" or "ToListAsync" or "Count" })
            {
                return true;
            }
        }

        return current is IArgumentOperation { Parent: IObjectCreationOperation { Type.Name: "List" or "HashSet" } };
    }

    /// <summary><c>foreach (var key in server.Keys(…)) db.KeyDelete(key);</c>: a scan that nobody gave a thought to, and a round trip for each key.</summary>
    private static bool IsDeletedOneByOne(HazardCall call)
        => call.Argument("pageSize") is null or { ArgumentKind: ArgumentKind.DefaultValue }
            && LoopOver(call.Invocation) is { } loop
            && loop.Body.Descendants().OfType<IInvocationOperation>().Any(command =>
                command.TargetMethod.Name is "KeyDelete" or "KeyDeleteAsync"
                && call.Known.Symbols.IsOfLibrary(command.TargetMethod)
                && !call.Known.Symbols.Model[ResourceKind.Batch].IsResource(command.Instance?.Type));

    private static IForEachLoopOperation? LoopOver(IOperation keys)
    {
        IOperation? parent = keys.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent as IForEachLoopOperation;
    }

    private static bool RunsInBackground(HazardCall call)
        => call.Member.ContainingType is not { } type || TypeRole.IsHosted(type) || TypeRole.IsPerCall(type, out _);
}
