using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Options;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Locks;

/// <summary>
/// Methods and local functions that take a lock for their callers and answer whether they have it:
/// <c>Task&lt;bool&gt; LockAsync(string key) =&gt; db.LockTakeAsync(key, _token, s_time)</c>. Thread-safe.
/// </summary>
internal sealed class TakingHelpers
{
    private readonly RedisSymbols _symbols;
    private readonly OwnershipEngine _engine;
    private readonly ConcurrentDictionary<IMethodSymbol, IInvocationOperation?> _takes = new(SymbolEqualityComparer.Default);

    /// <param name="symbols">The library.</param>
    /// <param name="engine">Follows the locks that the library's own calls take: a helper's helper isn't looked at.</param>
    public TakingHelpers(RedisSymbols symbols, OwnershipEngine engine)
    {
        _symbols = symbols;
        _engine = engine;
    }

    /// <summary>The lock that a call takes, itself or by such a helper; null where it takes none.</summary>
    public TakenLock? Of(IInvocationOperation call, CancellationToken cancellationToken)
        => LockCalls.IsTake(call, _symbols) ? new TakenLock(call, call)
            : MayBeHelper(call) && TakeOf(call.TargetMethod.OriginalDefinition, cancellationToken) is { } take ? new TakenLock(call, take)
            : null;

    /// <summary>By type first: this is asked of each call of a compilation.</summary>
    private bool MayBeHelper(IInvocationOperation call)
        => ((_symbols.ResultOfTask(call.TargetMethod.ReturnType) ?? call.TargetMethod.ReturnType).SpecialType == SpecialType.System_Boolean || _symbols.Model[ResourceKind.Lock].IsPartOf(call.TargetMethod.ReturnType))
            && call.TargetMethod.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction
            && Acquisitions.MayBeHelper(call);

    private IInvocationOperation? TakeOf(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (!_takes.TryGetValue(method, out IInvocationOperation? take))
        {
            take = Find(method, cancellationToken);
            _takes.TryAdd(method, take);
        }

        return take;
    }

    private IInvocationOperation? Find(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (method.DeclaringSyntaxReferences is not [var reference]
            || reference.GetSyntax(cancellationToken) is not { } declaration
            || !LockCalls.MentionsTake(declaration)
            || LockCalls.MentionsRelease(declaration)
            || _symbols.Compilation.OperationOf(declaration, cancellationToken) is not { } body)
        {
            return null;
        }

        IInvocationOperation[] takes = LockCalls.Of(body).Where(call => LockCalls.IsTake(call, _symbols)).ToArray();
        return takes is [var only]
            && _engine.Find(only, () => ControlFlowGraphs.TryCreate(only.Root(), cancellationToken)!, method, ExceptionPaths.All, cancellationToken) is { } held
            && Answers(body, held)
                ? only
                : null;
    }

    /// <summary>Tells whether each result says either that the lock is held, or no.</summary>
    private static bool Answers(IOperation body, Obligation held)
    {
        HashSet<SyntaxNode> handed = new(held.Escapes.Where(escape => escape.Kind == EscapeKind.Return).Select(escape => escape.Syntax));
        IOperation[] results = body.DescendantsOutsideFunctions().OfType<IReturnOperation>().Select(result => result.ReturnedValue).OfType<IOperation>().ToArray();
        return handed.Count > 0 && results.All(result => handed.Any(place => result.Syntax.Span.Contains(place.Span)) || SaysNo(result));
    }

    private static bool SaysNo(IOperation result)
        => result switch
        {
            { ConstantValue: { HasValue: true, Value: bool answer } } => !answer,
            IConversionOperation conversion => SaysNo(conversion.Operand),
            ITupleOperation pair => pair.Elements.Any(SaysNo),
            IInvocationOperation { Arguments: [var given] } call when TaskMembers.IsFromResult(call.TargetMethod) => SaysNo(given.Value),
            _ => false,
        };
}
