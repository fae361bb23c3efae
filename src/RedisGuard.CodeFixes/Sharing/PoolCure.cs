using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary><c>ConnectionMultiplexer.Connect(x)</c> becomes <c>RedisPool.For(x).Connection</c>, which the pool closes.</summary>
internal sealed class PoolCure : Cure
{
    public PoolCure()
        : base(Cures.Pool, "Take the connection from RedisPool")
    {
    }

    protected override bool Apply(TrackedEdit edit, CureContext context, bool awaiting)
    {
        Acquisition acquisition = context.Acquisition;
        Compilation compilation = context.Model.Compilation;
        if (acquisition.Method.Name is not ("Connect" or "ConnectAsync")
            || acquisition.Call.ArgumentList.Arguments.Count != 1
            || acquisition.Call.Expression.DescendantTrivia().Any(Layout.IsComment)
            || compilation.GetTypeByMetadataName("RedisGuard.Pool.RedisPool") is not { } pool
            || compilation.GetTypeByMetadataName("StackExchange.Redis.IConnectionMultiplexer") is not { } connection
            || Disowning.Plan(context) is not { } disowning)
        {
            return false;
        }

        ExpressionSyntax shared = For(pool, context);
        TypeSyntax? declaredType = disowning.DeclaresType(acquisition.Method.ContainingType, context) ? context.TypeReference(connection) : null;
        (ExpressionSyntax opening, ExpressionSyntax borrowing) = Replacement(acquisition, shared, awaiting);
        disowning.Apply(edit, opening, _ => borrowing, declaredType);
        return true;
    }

    private static InvocationExpressionSyntax For(INamedTypeSymbol pool, CureContext context)
    {
        ArgumentListSyntax arguments = context.Acquisition.Call.ArgumentList;
        ArgumentSyntax argument = arguments.Arguments[0];
        return InvocationExpression(
            Member(context.Receiver(pool), "For"),
            arguments.ReplaceNode(argument, argument.WithNameColon(null).WithTriviaFrom(argument)).WithoutTrailingTrivia());
    }

    private static (ExpressionSyntax Opening, ExpressionSyntax Borrowing) Replacement(Acquisition acquisition, ExpressionSyntax shared, bool awaiting)
    {
        if (GetDatabaseOn(acquisition) is { } database)
        {
            SeparatedSyntaxList<ArgumentSyntax> arguments = database.ArgumentList.Arguments;
            if (!acquisition.IsAsync && !awaiting && arguments.Count <= 1 && arguments.All(argument => argument.NameColon is null))
            {
                return (database, InvocationExpression(Member(shared, "GetDatabase"), database.ArgumentList));
            }

            if ((acquisition.IsAwaited || awaiting) && arguments.Count == 0)
            {
                ExpressionSyntax get = InvocationExpression(Member(shared, "GetDatabaseAsync"));
                return (database, Awaiting(get, acquisition, receiver: database));
            }
        }

        ExpressionSyntax asynchronous = InvocationExpression(Member(shared, "GetConnectionAsync"));
        if (awaiting && !acquisition.IsAwaited)
        {
            return (acquisition.OuterValue, Awaiting(asynchronous, acquisition, receiver: acquisition.OuterValue));
        }

        return (acquisition.Call, acquisition.IsAsync ? asynchronous : Member(shared, "Connection"));
    }

    // await …[.ConfigureAwait(…)], in parentheses where something is asked of the result.
    private static ExpressionSyntax Awaiting(ExpressionSyntax task, Acquisition acquisition, ExpressionSyntax receiver)
    {
        if (acquisition.Value is AwaitExpressionSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } } configured })
        {
            task = InvocationExpression(Member(task, "ConfigureAwait"), configured.ArgumentList.WithoutTrailingTrivia());
        }

        return Awaited.In(receiver, task);
    }

    private static InvocationExpressionSyntax? GetDatabaseOn(Acquisition acquisition) =>
        acquisition.OuterValue is { Parent: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetDatabase", Parent: InvocationExpressionSyntax call } access }
            && !access.DescendantTrivia().Any(Layout.IsComment)
            ? call
            : null;

    private static MemberAccessExpressionSyntax Member(ExpressionSyntax of, string name) =>
        MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, of, IdentifierName(name));
}
