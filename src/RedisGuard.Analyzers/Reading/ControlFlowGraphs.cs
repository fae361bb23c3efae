using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Reading;

/// <summary>Finds the control-flow graph of a piece of code. A lambda or local function has a graph of its own inside its owner's.</summary>
internal static class ControlFlowGraphs
{
    /// <summary>The innermost graph that <paramref name="operation"/> belongs to, and the function whose body it is.</summary>
    public static ControlFlowGraph? TryFind(ControlFlowGraph root, IOperation operation, ref ISymbol function)
    {
        var path = new Stack<IOperation>();
        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                path.Push(current);
            }
        }

        ControlFlowGraph? graph = root;
        while (graph is not null && path.Count > 0)
        {
            IOperation nested = path.Pop();
            if (nested is ILocalFunctionOperation local)
            {
                function = local.Symbol;
                graph = graph.LocalFunctions.Contains(local.Symbol) ? graph.GetLocalFunctionControlFlowGraph(local.Symbol) : null;
            }
            else
            {
                function = ((IAnonymousFunctionOperation)nested).Symbol;
                graph = TryFindLambda(graph, nested.Syntax);
            }
        }

        return graph;
    }

    /// <summary>The graph of a method in source; null for one without a body, or one the compiler can't make sense of.</summary>
    public static ControlFlowGraph? TryCreate(IMethodSymbol method, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (SyntaxReference reference in method.DeclaringSyntaxReferences)
        {
            switch (compilation.OperationOf(reference.GetSyntax(cancellationToken), cancellationToken))
            {
                case IMethodBodyOperation { Parent: null } methodBody:
                    return ControlFlowGraph.Create(methodBody, cancellationToken);
                case IConstructorBodyOperation { Parent: null } constructorBody:
                    return ControlFlowGraph.Create(constructorBody, cancellationToken);
                case ILocalFunctionOperation local:
                    return TryCreateLocalFunction(local, cancellationToken);
            }
        }

        return null;
    }

    /// <summary>The graph of the outermost operation of some code; null where that is no executable body.</summary>
    public static ControlFlowGraph? TryCreate(IOperation root, CancellationToken cancellationToken)
        => root switch
        {
            IMethodBodyOperation body => ControlFlowGraph.Create(body, cancellationToken),
            IConstructorBodyOperation body => ControlFlowGraph.Create(body, cancellationToken),
            IBlockOperation body => ControlFlowGraph.Create(body, cancellationToken),
            IFieldInitializerOperation initializer => ControlFlowGraph.Create(initializer, cancellationToken),
            IPropertyInitializerOperation initializer => ControlFlowGraph.Create(initializer, cancellationToken),
            _ => null,
        };

    private static ControlFlowGraph? TryCreateLocalFunction(ILocalFunctionOperation local, CancellationToken cancellationToken)
    {
        ControlFlowGraph? root = TryCreate(local.Root(), cancellationToken);
        ISymbol function = local.Symbol;
        return root is null ? null : TryFind(root, local, ref function);
    }

    private static ControlFlowGraph? TryFindLambda(ControlFlowGraph graph, SyntaxNode syntax)
    {
        foreach (BasicBlock block in graph.Blocks)
        {
            foreach (IOperation operation in block.Operations)
            {
                if (TryFindLambda(graph, operation, syntax) is { } found)
                {
                    return found;
                }
            }

            if (block.BranchValue is { } value && TryFindLambda(graph, value, syntax) is { } inBranch)
            {
                return inBranch;
            }
        }

        return null;
    }

    private static ControlFlowGraph? TryFindLambda(ControlFlowGraph graph, IOperation operation, SyntaxNode syntax)
    {
        foreach (IOperation descendant in operation.DescendantsAndSelf())
        {
            if (descendant is IFlowAnonymousFunctionOperation lambda && lambda.Syntax == syntax)
            {
                return graph.GetAnonymousFunctionControlFlowGraph(lambda);
            }
        }

        return null;
    }
}
