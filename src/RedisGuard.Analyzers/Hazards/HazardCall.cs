using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Hazards;

/// <summary>One call of the library that may be a hazard.</summary>
/// <param name="Invocation">The call.</param>
/// <param name="Member">The member around the call.</param>
/// <param name="Known">What can be asked about the code around it.</param>
/// <param name="CancellationToken">Ends the look early.</param>
internal sealed record HazardCall(IInvocationOperation Invocation, ISymbol Member, HazardKnowledge Known, CancellationToken CancellationToken)
{
    public IMethodSymbol Method => Invocation.TargetMethod;

    /// <summary>The call as a message names it: <c>IServer.Keys</c>.</summary>
    public string Name => $"{Method.ContainingType.Name}.{Method.Name}";

    public IArgumentOperation? Argument(string parameter)
    {
        foreach (IArgumentOperation argument in Invocation.Arguments)
        {
            if (argument.Parameter?.Name == parameter)
            {
                return argument;
            }
        }

        return null;
    }

    public Diagnostic Report(DiagnosticDescriptor descriptor, params object[] arguments)
        => Diagnostic.Create(descriptor, Invocation.Syntax.GetLocation(), arguments);
}
