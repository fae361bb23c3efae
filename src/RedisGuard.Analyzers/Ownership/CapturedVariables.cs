using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Ownership;

/// <summary>
/// Which of the variables that refer to something a nested function uses. By name: a nested variable of the same name
/// makes an innocent one escape, which costs a finding and never a false alarm.
/// </summary>
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
    public static Value ReleasedOrKeptBy(IMethodSymbol localFunction, FlowState state, ResourceModel resource, CancellationToken cancellationToken)
    {
        Value kept = Value.Empty;
        foreach (SyntaxReference reference in localFunction.DeclaringSyntaxReferences)
        {
            foreach (SyntaxNode node in reference.GetSyntax(cancellationToken).DescendantNodes())
            {
                if (node is IdentifierNameSyntax name && !IsViewed(name, resource))
                {
                    kept = kept.Union(Named(name.Identifier.ValueText, state));
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
                Value value = Named(name.Identifier.ValueText, state);
                bool isView = value.IsEmpty || IsViewed(name, context.Resource) || IsOnlyView(value) || LentArgument.IsBorrowed(name, context);
                used = used.Union(value.As(isView ? Role.View : Role.Delegate));
            }
        }

        return used;
    }

    private static bool IsOnlyView(Value value)
    {
        foreach (Reference reference in value.References)
        {
            if (reference.Role != Role.View)
            {
                return false;
            }
        }

        return true;
    }

    private static Value Named(string name, FlowState state)
    {
        Value value = Value.Empty;
        foreach (KeyValuePair<ISymbol, Value> variable in state.Variables)
        {
            if (variable.Key.Name == name)
            {
                value = value.Union(variable.Value);
            }
        }

        return value;
    }

    /// <summary><c>name.GetDatabase()</c>, <c>name.IsConnected</c>: the receiver of a member that releases nothing.</summary>
    private static bool IsViewed(IdentifierNameSyntax name, ResourceModel resource)
        => name.Parent is MemberAccessExpressionSyntax access
            && access.Expression == name
            && !resource.MayRelease(access.Name.Identifier.ValueText);
}
