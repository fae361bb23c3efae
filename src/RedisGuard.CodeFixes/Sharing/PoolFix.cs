using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary><c>ConnectionMultiplexer.Connect(x)</c> becomes <c>RedisPool.For(x).GetConnection()</c>, which the pool closes.</summary>
internal sealed class PoolFix : Fix
{
    public PoolFix()
        : base(Fixes.Pool, "Take the connection from RedisPool")
    {
    }

    protected override bool TakesTasks => true;

    protected override bool Apply(TrackedEdit edit, FixContext context, bool awaiting)
    {
        if (OwnUse.Surrounds(context))
        {
            return false;
        }

        Acquisition acquisition = context.Acquisition;
        if (context.Model.Compilation.GetTypeByMetadataName("StackExchange.Redis.IConnectionMultiplexer") is not { } connection
            || PoolExpression.Of(acquisition, context, awaiting) is not { } shared)
        {
            return false;
        }

        // A pool that the application registers reaches the same server: another would be a second one.
        if (acquisition.Call.ArgumentList.Arguments is [{ } configuration]
            && RegisteredConnection.LeadsWhere(configuration.Expression, context)
            && Injection.Plan(acquisition.Call, connection, context) is not null)
        {
            return false;
        }

        if (CachedFill.Of(context) is { } fill)
        {
            fill.Apply(edit, AsReceiver(shared.In(acquisition), fill.Read));
            ResultType.Generalize(edit, fill.Read ?? acquisition.Value, connection, context);
            return true;
        }

        if (KeptOpening.Of(context) is { } kept)
        {
            foreach (ExpressionSyntax read in kept.Reads)
            {
                ExpressionSyntax asked = AsReceiver(shared.In(acquisition), read);
                edit.Replace(read, current => asked.WithTriviaFrom(current));
                ResultType.Generalize(edit, read, connection, context);
            }

            kept.Remove(edit);
            return true;
        }

        if (acquisition.IsTask || Disowning.Plan(context) is not { } disowning)
        {
            return false;
        }

        foreach (Acquisition other in disowning.OtherOpenings)
        {
            if (PoolExpression.Of(other, context, awaiting: false) is not { } alike)
            {
                return false;
            }

            edit.Replace(alike.Opening, current => alike.Borrowing.WithTriviaFrom(current));
        }

        TypeSyntax? declaredType = disowning.DeclaresType(acquisition.Method.ContainingType, context) ? context.TypeReference(connection) : null;
        ResultType.Generalize(edit, acquisition.Value, connection, context);
        disowning.Apply(edit, shared.Opening, _ => shared.Borrowing, declaredType);
        return true;
    }

    // RedisPool.For(x).GetConnection().GetDatabase() is RedisPool.For(x).GetDatabase().
    private static ExpressionSyntax AsReceiver(ExpressionSyntax shared, ExpressionSyntax? read) =>
        read is { Parent: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetDatabase", Parent: InvocationExpressionSyntax { ArgumentList.Arguments: [] or [{ NameColon: null }] } } access }
        && access.Expression == read
        && shared is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetConnection", Expression: var pool } }
            ? pool
            : shared;
}
