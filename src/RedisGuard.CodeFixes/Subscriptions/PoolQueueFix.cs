using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>
/// A queue that one function reads becomes a channel that a subscription at the pool fills, and that ends with the function:
/// <c>await using var subscription = await pool.SubscribeAsync(channel, message =&gt; queue.Writer.TryWrite(message));</c>
/// </summary>
internal sealed class PoolQueueFix : SiteFix
{
    public PoolQueueFix()
        : base(Fixes.PoolQueue, "Subscribe at the RedisPool, and read from a channel that the subscription fills", Descriptors.QueueNeverUnsubscribed.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax, ArgumentList.Arguments: [{ NameColon: null } channel] } call
            || Calls.Awaited(call) is not AwaitExpressionSyntax awaited
            || QueueReading.Of(awaited) is not { Statement.Parent: BlockSyntax block } reading
            || !Layout.StartsLine(reading.Statement.GetFirstToken())
            || PoolAtHand.NameAt(call, context) is not { } pool
            || Type("System.Threading.Channels.Channel", context) is not { } channels
            || Type("RedisGuard.Pool.RedisMessage", context) is not { } message
            || FreeName.Around(call, "subscription", "feed", "poolSubscription") is not { } subscription
            || FreeName.Around(call, "message", "received", "channelMessage") is not { } received
            || !reading.TryReadFromChannel(edit, context)
            || !ReceivedMessages.TryBecome(message, Acquisition.FunctionOf(call)!, edit, context))
        {
            return false;
        }

        string configured = awaited.Expression == call ? string.Empty : ".ConfigureAwait(false)";
        ExpressionSyntax create = InvocationExpression(MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression,
            context.Receiver(channels),
            GenericName(Identifier("CreateUnbounded"), TypeArgumentList(SingletonSeparatedList(context.TypeReference(message))))));
        SyntaxTrivia lineEnd = Layout.LineEnd(context.Root);
        string indentation = Layout.IndentationOf(reading.Statement);
        var queue = (LocalDeclarationStatementSyntax)ParseStatement($"{indentation}var {reading.Name} = _;{lineEnd}");
        queue = queue.ReplaceNode(queue.Declaration.Variables[0].Initializer!.Value, create);
        StatementSyntax subscribe = ParseStatement(
            $"{indentation}await using var {subscription} = await {pool}.SubscribeAsync({channel}, {received} => {reading.Name}.Writer.TryWrite({received})){configured};{lineEnd}");
        edit.Replace(block, current => current.WithStatements(reading.Placed(current.Statements, edit.Current(reading.Statement)!, queue, subscribe)));
        return true;
    }

    private static INamedTypeSymbol? Type(string name, SiteContext context) => context.Model.Compilation.GetTypeByMetadataName(name);
}
