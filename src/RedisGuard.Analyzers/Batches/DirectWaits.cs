using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Batches;

/// <summary>
/// Waits that are written around the queued command itself: <c>await batch.StringGetAsync(key)</c>, or the same with <c>.Result</c>,
/// <c>.Wait()</c> or <c>.GetAwaiter().GetResult()</c>. SER305 of the library reports exactly these.
/// </summary>
internal sealed class DirectWaits
{
    private readonly ResourceModel _batches;
    private readonly LibraryRules _library;

    public DirectWaits(RedisSymbols symbols)
    {
        _batches = symbols.Model[ResourceKind.Batch];
        _library = symbols.LibraryRules;
    }

    /// <summary>Whether the wait is one that the referenced library reports by itself.</summary>
    public bool AreReportedByLibrary(SyntaxNode wait, SemanticModel? model)
    {
        ExpressionSyntax? waited = wait switch
        {
            AwaitExpressionSyntax awaited => awaited.Expression,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result => result.Expression,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.Identifier.ValueText switch
            {
                "Wait" => access.Expression,
                "GetResult" when access.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter" } awaiter } => awaiter.Expression,
                _ => null,
            },
            _ => null,
        };
        return waited is not null && IsCommand(waited, model) && _library.ReportQueuedWaits;
    }

    /// <inheritdoc cref="AreReportedByLibrary(SyntaxNode, SemanticModel?)"/>
    public bool AreReportedByLibrary(SyntaxNode wait, Compilation compilation) =>
        // Only for a method that waits for what it queues on a batch it is given.
        _library.ReportQueuedWaits && AreReportedByLibrary(wait, compilation.ModelOf(wait.SyntaxTree));

    /// <summary>Whether the command is waited for where it is queued, and the library reports that.</summary>
    public bool WaitFor(SyntaxNode command, SemanticModel? model)
    {
        SyntaxNode? outer = command.Parent;
        while (outer is ParenthesizedExpressionSyntax)
        {
            outer = outer.Parent;
        }

        SyntaxNode? wait = outer switch
        {
            AwaitExpressionSyntax awaited => awaited,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter", Parent.Parent.Parent: InvocationExpressionSyntax result } => result,
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } => call,
            MemberAccessExpressionSyntax result => result,
            _ => null,
        };
        return wait is not null && AreReportedByLibrary(wait, model);
    }

    private bool IsCommand(ExpressionSyntax waited, SemanticModel? model)
    {
        while (waited is ParenthesizedExpressionSyntax parenthesized)
        {
            waited = parenthesized.Expression;
        }

        return waited is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
            && model?.SyntaxTree == access.SyntaxTree
            && _batches.IsResource(model.GetTypeInfo(access.Expression).Type);
    }
}
