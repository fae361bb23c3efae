using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>RG1008: a connection that is closed at the end of its scope while something that left it needs it still.</summary>
internal sealed class ClosedWhileInUseRule : IConnectionRule
{
    private static readonly ImmutableArray<string> s_running = ImmutableArray.Create(
        "Run", "RunAsync", "RunConsoleAsync", "WaitForShutdown", "WaitForShutdownAsync", "BuildServiceProvider");

    public Finding Check(Opening opening)
    {
        Obligation obligation = opening.Obligation;
        if (obligation.Releases.Count == 0
            || (obligation.ExitStatus & ~(ObligationStatus.Absent | ObligationStatus.OpenByException)) != ObligationStatus.Released
            || User(opening) is not { } user)
        {
            return Finding.None;
        }

        string cure = opening.CanUsePool ? "take the connection from RedisPool.For, which keeps it open" : "let the connection live as long as its user";
        return OpeningDiagnostic.Create(Descriptors.ClosedWhileInUse, opening, FixesOf(opening), opening.Subject, user, cure);
    }

    /// <summary>Sharing, or a scope that ends later; in per-call code that would be churn, and beside the pool the next remark.</summary>
    private static ImmutableArray<string> FixesOf(Opening opening)
    {
        ImmutableArray<string> fixes = SharingFixes.For(opening);
        bool canWiden = opening is { Context.Frequency: not OpeningFrequency.PerCall, CanUsePool: false }
            && opening.Obligation.Escapes.All(escape => escape is { Kind: EscapeKind.Return, Alias: AliasKind.Pending });
        return canWiden ? fixes.Add(Fixes.WidenScope) : fixes;
    }

    /// <summary>What needs the connection after its end, in words; null where nothing does.</summary>
    private static string? User(Opening opening)
    {
        foreach (Escape escape in opening.Obligation.Escapes)
        {
            bool leaves = escape.Kind == EscapeKind.Return
                || IsLeftToCaller(escape)
                || (escape.Kind == EscapeKind.Member
                    && SymbolEqualityComparer.Default.Equals(escape.Member?.ContainingType, opening.Member.ContainingType));
            if (leaves)
            {
                return escape.Alias switch
                {
                    AliasKind.Pending => "the command that is returned before it is done",
                    AliasKind.View or AliasKind.Keeper => escape.Kind == EscapeKind.Return ? "what is returned" : $"what is stored in '{escape.Member!.Name}'",
                    _ => escape.Kind == EscapeKind.Return ? "the caller" : $"'{escape.Member!.Name}'",
                };
            }
        }

        if (opening.Obligation.Escapes.Any(escape => IsRegistered(escape, opening)))
        {
            return "the service that is registered";
        }

        if (opening.Obligation.Uses.FirstOrDefault(use => IsKeptTask(use, opening)) is { Syntax: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax adding } })
        {
            return $"the command that '{((MemberAccessExpressionSyntax)adding.Expression).Expression}' keeps";
        }

        if (opening.Obligation.Uses.Any(use => IsAnsweredLater(use, opening)))
        {
            return "the command that is returned before it is done";
        }

        if (opening.Obligation.Subscriptions.Any(IsLastEffect))
        {
            return "its subscription";
        }

        if (opening.Obligation.Uses.Any(IsLeftRunning))
        {
            return "the work that nobody waits for";
        }

        if (opening.Obligation.Uses.Any(use => IsLeftUnanswered(use, opening.Obligation)))
        {
            return "the command that nobody waits for";
        }

        return opening.Obligation.Uses.FirstOrDefault(use => IsTooLate(use, opening.Obligation))?.Alias switch
        {
            AliasKind.View => "the database that is used after it",
            AliasKind.Pending => "the command that is awaited after it",
            _ => null,
        };
    }

    /// <summary><c>database = connection.GetDatabase();</c> in an <c>out</c> or <c>ref</c> parameter that gets nothing else later; what a <c>catch</c> puts there is another way.</summary>
    private static bool IsLeftToCaller(Escape escape)
        => escape is { Kind: EscapeKind.Out or EscapeKind.Container, Alias: AliasKind.View or AliasKind.Keeper, Member: IParameterSymbol { RefKind: RefKind.Out or RefKind.Ref } parameter }
            && !WrittenNames.Of(parameter.Name, FunctionAround(escape.Syntax), default).Any(later => later.SpanStart > escape.Syntax.Span.End
                && (later.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 } || (later.Parent is AssignmentExpressionSyntax store && store.Left == later))
                && !later.Ancestors().Any(around => around is CatchClauseSyntax handler && !handler.Span.Contains(escape.Syntax.Span)));

    /// <summary><c>services.AddSingleton(connection.GetDatabase())</c>: resolved when the scope is long gone.</summary>
    private static bool IsRegistered(Escape escape, Opening opening)
        => escape is { Kind: EscapeKind.Argument or EscapeKind.Capture, Syntax: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } }
            && opening.Operation.SemanticModel?.GetOperation(call) is IInvocationOperation registration
            && RegistrationCall.LifetimeOf((IOperation)registration) is not null
            && !IsRunInScope(call);

    /// <summary><c>_pending.Add(database.StringSetAsync(…));</c> in a collection that a field keeps, and nothing behind it waits for what is in it.</summary>
    private static bool IsKeptTask(Use use, Opening opening)
        => use is { Kind: UseKind.Leave, Alias: AliasKind.Pending, Syntax: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: { } collection, Name.Identifier.ValueText: "Add" or "TryAdd" or "Enqueue" or "Push" or "AddLast" } } call } }
            && opening.Operation.SemanticModel?.GetSymbolInfo(collection).Symbol is IFieldSymbol or IPropertySymbol
            && FunctionAround(call) is var function
            && NameOf(collection) is { } name
            && !WrittenNames.Of(name, function, default).Any(later => later.SpanStart > call.Span.End);

    /// <summary><c>return Ok(database.StringGetAsync(key));</c>: who gets the answer to the request waits for the command, and nobody before.</summary>
    private static bool IsAnsweredLater(Use use, Opening opening)
        => use is { Kind: UseKind.Leave, Alias: AliasKind.Pending, Syntax: ArgumentSyntax { Parent.Parent: ExpressionSyntax response } }
            && use.Status.MayBeOpen()
            && !opening.Obligation.Uses.Any(IsWaitInTime)
            && response.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax
            && opening.Operation.SemanticModel?.GetTypeInfo(response).Type is { } type
            && Responses.Are(type);

    private static string? NameOf(ExpressionSyntax member)
        => member switch
        {
            SimpleNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            _ => null,
        };

    /// <summary>Tells whether the same code builds or runs what it registers to its end: <c>app.Run()</c>, <c>services.BuildServiceProvider()</c>.</summary>
    private static bool IsRunInScope(InvocationExpressionSyntax registration)
        => FunctionAround(registration) is var function
            && s_running.Any(name => WrittenNames.CallsOf(name, function, default).Any(run => run.SpanStart > registration.SpanStart && FunctionAround(run) == function));

    /// <summary>
    /// <c>_ = database.StringSetAsync(…);</c> and then the end of the scope. A later command that is waited for comes back behind it,
    /// and what is sent to be forgotten needs no answer.
    /// </summary>
    private static bool IsLeftUnanswered(Use use, Obligation obligation)
        => use is { Kind: UseKind.Drop, Alias: AliasKind.Pending }
            && !use.Syntax.DescendantTokens().Any(token => token.ValueText == "FireAndForget")
            && !IsFollowedByWait(use.Syntax)
            && !obligation.Uses.Any(other => other.Syntax.SpanStart >= use.Syntax.Span.End && IsAnswered(other));

    /// <summary>A scope that waits for something, be it a key press, gives the command its time.</summary>
    private static bool IsFollowedByWait(SyntaxNode command)
        => FunctionAround(command).DescendantNodes()
            .Any(node => node.SpanStart >= command.Span.End && node is AwaitExpressionSyntax or InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ReadLine" or "ReadKey" or "Read" or "Sleep" or "Wait" or "WaitOne" or "WaitAll" or "Join" or "GetResult" or "Run" or "SpinUntil" },
            });

    /// <summary>The function around a place; the whole file for top-level statements.</summary>
    private static SyntaxNode FunctionAround(SyntaxNode node)
        => node.Ancestors().First(around => around is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or CompilationUnitSyntax or (MemberDeclarationSyntax and not GlobalStatementSyntax));

    private static bool IsAnswered(Use use)
        => use is { Kind: UseKind.Wait, Alias: AliasKind.Pending }
            || (use is { Kind: UseKind.Call, Alias: AliasKind.View, Member: IMethodSymbol { } command } && !TaskMembers.IsDeferred(command));

    private static bool IsTooLate(Use use, Obligation obligation)
        => (use.Status & ~ObligationStatus.Absent) == ObligationStatus.Released
            && (use is { Kind: UseKind.Call, Alias: AliasKind.View, Syntax: InvocationExpressionSyntax }
                || (use is { Kind: UseKind.Wait, Alias: AliasKind.Pending } && !obligation.Uses.Any(IsWaitInTime)));

    /// <summary>A task that was waited for while the connection was open is done, however often it is asked later.</summary>
    private static bool IsWaitInTime(Use use) => use is { Kind: UseKind.Wait, Alias: AliasKind.Pending } && use.Status.MayBeOpen();

    /// <summary><c>_ = Task.Run(() => connection.GetDatabase()…);</c> at the end of the scope.</summary>
    private static bool IsLeftRunning(Use use)
        => use is { Kind: UseKind.Call, Syntax: AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: { } name } } call } } }
            && name is "Run" or "StartNew" or "QueueUserWorkItem" or "UnsafeQueueUserWorkItem"
            && call.Parent is ExpressionStatementSyntax or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } }
            && IsLastEffect(call);

    /// <summary>A scope that goes on after subscribing may be waiting on purpose: for a key press, for the host's end.</summary>
    private static bool IsLastEffect(SyntaxNode subscription)
        => subscription.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax block } statement
            && block.Statements.Last() == statement
            && block.Parent is BaseMethodDeclarationSyntax or UsingStatementSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax;
}
