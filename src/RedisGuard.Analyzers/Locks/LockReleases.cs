using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Locks;

/// <summary>Recognises what releases one lock: a release of its key, a helper that releases, a delegate or an object that will.</summary>
internal sealed class LockReleases
{
    private readonly Dictionary<IOperation, bool> _known = new();
    private readonly IInvocationOperation[] _matching;
    private readonly IObjectCreationOperation[] _handles;
    private readonly SyntaxNode _take;
    private readonly RedisSymbols _symbols;

    public LockReleases(TakenLock taken, RedisSymbols symbols)
    {
        _take = taken.Call.Syntax;
        _symbols = symbols;
        IOperation? key = taken.Key;
        IOperation? token = taken.Token;
        IOperation function = LockCalls.Function(taken.Call);
        _matching = LockCalls.Of(function)
            .Where(call => LockCalls.IsRelease(call, symbols)
                ? key is not null && LockCalls.Key(call) is { } released && LockValues.AreSame(key, released)
                : IsHelper(call.TargetMethod) && ReleaseHelpers.Release(call, taken))
            .ToArray();
        _handles = function.DescendantsOutsideFunctions().OfType<IObjectCreationOperation>().Where(creation => IsHandle(creation, key, token)).ToArray();
    }

    /// <summary>The releases of the lock's key in the function that takes it, and the calls of helpers that do nothing else with it.</summary>
    public IReadOnlyList<IInvocationOperation> Matching => _matching;

    /// <summary>Tells whether evaluating an operation releases the lock, or makes something that will.</summary>
    public bool Contains(IOperation operation)
    {
        // A flow comes by more than once.
        if (!_known.TryGetValue(operation, out bool contains))
        {
            contains = operation.DescendantsAndSelf().Any(IsRelease);
            _known.Add(operation, contains);
        }

        return contains;
    }

    /// <summary>Tells whether a condition decides on a release and leads nowhere else. One that takes the lock as well decides on the work: <c>if (db.LockTake(…) &amp;&amp; isDue)</c>.</summary>
    public bool AreGuardedBy(SyntaxNode condition)
        => condition.FirstAncestorOrSelf<IfStatementSyntax>(choice => choice.Condition.Span.Contains(condition.Span)) is { Else: null, Statement: { } guarded } test
            && !test.Condition.Span.Contains(_take.Span)
            && _matching.Any(release => guarded.Span.Contains(release.Syntax.Span))
            && !guarded.DescendantNodesAndSelf().Any(node => node is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax);

    private bool IsRelease(IOperation operation)
        => operation switch
        {
            IInvocationOperation call => _matching.Any(release => release.Syntax == call.Syntax) || IsHelper(call.TargetMethod),
            IFlowAnonymousFunctionOperation lambda => LockCalls.MentionsRelease(lambda.Syntax),
            IMethodReferenceOperation method => IsHelper(method.Method),
            IObjectCreationOperation creation => _handles.Any(handle => handle.Syntax == creation.Syntax),
            _ => false,
        };

    /// <summary>A method in source that names a release: for which lock, its caller will know.</summary>
    private bool IsHelper(IMethodSymbol method) => IsOfSource(method) && method.DeclaringSyntaxReferences.Any(reference => LockCalls.MentionsRelease(reference.GetSyntax()));

    /// <summary><c>new LockHandle(db, key, token)</c>: an object that is given the lock's key or token, and whose type releases and takes none.</summary>
    private bool IsHandle(IObjectCreationOperation creation, IOperation? key, IOperation? token)
        => creation.Type is { } type
            && IsOfSource(type)
            && creation.Arguments.Any(argument => (key is not null && LockValues.AreSame(key, argument.Value)) || (token is not null && LockValues.AreSame(token, argument.Value)))
            && type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).ToArray() is var declarations
            && declarations.Any(LockCalls.MentionsRelease)
            && !declarations.Any(LockCalls.MentionsTake);

    private bool IsOfSource(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, _symbols.Compilation.Assembly);
}
