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
    public static Value Of(IFlowAnonymousFunctionOperation lambda, FlowState state, FlowContext context) => UsedIn(lambda.Syntax, state, context);

    /// <summary>What a local function that is turned into a delegate captures.</summary>
    public static Value Of(IMethodReferenceOperation method, FlowState state, FlowContext context)
    {
        if (method.Method.MethodKind != MethodKind.LocalFunction)
        {
            return Value.Empty;
        }

        Value used = Value.Empty;
        foreach (SyntaxReference reference in method.Method.DeclaringSyntaxReferences)
        {
            used = used.Union(UsedIn(reference.GetSyntax(context.CancellationToken), state, context));
        }

        return used;
    }

    /// <summary>What a called local function does more with than ask it for a database: that leaves this flow's sight.</summary>
    public static Value ReleasedOrKeptBy(IMethodSymbol localFunction, FlowState state, FlowContext context)
    {
        Value kept = Value.Empty;
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
    private static Value UsedIn(SyntaxNode function, FlowState state, FlowContext context)
    {
        Value used = Value.Empty;
        foreach (SyntaxNode node in function.DescendantNodes())
        {
            if (node is IdentifierNameSyntax name)
            {
                Value value = Named(name, state, context);
                bool isView = value.IsEmpty || IsViewed(name, context.Resource) || IsOnlyView(value) || LentArgument.IsBorrowed(name, context);
                used = used.Union(value.As(!isView ? Role.Delegate : context.Resource.IsReachedThroughViews ? Role.Keeper : Role.View));
            }
        }

        return used;
    }

    private static bool IsOnlyView(Value value)
    {
        foreach (Reference reference in value.References)
        {
            if (reference.Role is not (Role.View or Role.Keeper))
            {
                return false;
            }
        }

        return true;
    }

    private static Value Named(IdentifierNameSyntax name, FlowState state, FlowContext context)
    {
        Value value = Value.Empty;
        foreach (KeyValuePair<ISymbol, Value> variable in state.Variables)
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
