using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Which of the variables that refer to something a nested function uses.</summary>
internal static class CapturedVariables
{
    public static PointsTo Of(IFlowAnonymousFunctionOperation lambda, FlowState state, FlowContext context) => UsedIn(lambda.Syntax, state, context);

    /// <summary>What a local function that is turned into a delegate captures.</summary>
    public static PointsTo Of(IMethodReferenceOperation method, FlowState state, FlowContext context)
    {
        if (method.Method.MethodKind != MethodKind.LocalFunction)
        {
            return PointsTo.Empty;
        }

        PointsTo used = PointsTo.Empty;
        foreach (SyntaxReference reference in method.Method.DeclaringSyntaxReferences)
        {
            used = used.Union(UsedIn(reference.GetSyntax(context.CancellationToken), state, context));
        }

        return used;
    }

    /// <summary>What a called local function does more with than ask it for a database: that leaves this flow's sight.</summary>
    public static PointsTo ReleasedOrKeptBy(IMethodSymbol localFunction, FlowState state, FlowContext context)
    {
        PointsTo kept = PointsTo.Empty;
        foreach (SyntaxReference reference in localFunction.DeclaringSyntaxReferences)
        {
            foreach (SyntaxNode node in reference.GetSyntax(context.CancellationToken).DescendantNodes())
            {
                if (node is IdentifierNameSyntax name && !IsViewed(name, context.Resource))
                {
                    kept = kept.Union(Named(name, state, context));
                }
            }
        }

        return kept;
    }

    /// <summary>A function that only asks the resource for databases is one more view of it; any other may release it.</summary>
    private static PointsTo UsedIn(SyntaxNode function, FlowState state, FlowContext context)
    {
        PointsTo used = PointsTo.Empty;
        foreach (SyntaxNode node in function.DescendantNodes())
        {
            if (node is IdentifierNameSyntax name)
            {
                PointsTo value = Named(name, state, context);
                bool isView = value.IsEmpty || IsViewed(name, context.Resource) || IsOnlyView(value) || LentArgument.IsBorrowed(name, context);
                used = used.Union(value.As(!isView ? AliasKind.Delegate : context.Resource.IsReachedThroughViews ? AliasKind.Keeper : AliasKind.View));
            }
        }

        return used;
    }

    private static bool IsOnlyView(PointsTo value)
    {
        foreach (Alias alias in value.Aliases)
        {
            if (alias.Kind is not (AliasKind.View or AliasKind.Keeper))
            {
                return false;
            }
        }

        return true;
    }

    private static PointsTo Named(IdentifierNameSyntax name, FlowState state, FlowContext context)
    {
        PointsTo value = PointsTo.Empty;
        foreach (KeyValuePair<ISymbol, PointsTo> variable in state.Variables)
        {
            if (variable.Key.Name == name.Identifier.ValueText && IsMeant(variable.Key, name, context))
            {
                value = value.Union(variable.Value);
            }
        }

        return value;
    }

    /// <summary>The function may have a variable of the same name for itself. What a name stands for is asked of the few that fit only.</summary>
    private static bool IsMeant(ISymbol variable, IdentifierNameSyntax name, FlowContext context)
        => context.SemanticModel.GetSymbolInfo(name, context.CancellationToken).Symbol is not { } meant || SymbolEqualityComparer.Default.Equals(meant, variable);

    /// <summary><c>name.GetDatabase()</c>, <c>name.IsConnected</c>: the receiver of a member that releases nothing.</summary>
    private static bool IsViewed(IdentifierNameSyntax name, ResourceModel resource)
        => name.Parent is MemberAccessExpressionSyntax access
            && access.Expression == name
            && !resource.MayRelease(access.Name.Identifier.ValueText);
}
