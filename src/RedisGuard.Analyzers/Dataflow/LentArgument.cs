using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Dataflow;

/// <summary>A batch that a lambda passes to a method of this code: <c>keys.Select(key => Remove(batch, key))</c>.</summary>
internal static class LentArgument
{
    /// <summary>Whether the method only queues on it.</summary>
    public static bool IsBorrowed(IdentifierNameSyntax name, FlowContext context)
        => Find(name, context) is { Summary: { } summary, Parameter: { } parameter } && summary.FateOf(parameter) == ParameterFate.Borrows;

    /// <summary>Whether the call's result waits for the commands that it queues on a variable of a name.</summary>
    public static bool IsAnsweredBy(InvocationExpressionSyntax call, FlowContext context)
        => call.ArgumentList.Arguments.Any(argument => argument.Expression is IdentifierNameSyntax name
            && Find(name, context) is { Summary: { } summary, Parameter: { } parameter }
            && summary.Answers(parameter));

    private static (MethodSummary Summary, IParameterSymbol Parameter)? Find(IdentifierNameSyntax name, FlowContext context)
        => context is { Resource.KeepsCommandsBack: true, Summaries: { } summaries }
            && name.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument
            && context.SemanticModel.GetOperation(call, context.CancellationToken) is IInvocationOperation invocation
            && invocation.Arguments.FirstOrDefault(given => given.Syntax == argument)?.Parameter is { } parameter
                ? (summaries.Of(invocation.TargetMethod, context.CancellationToken), parameter)
                : null;
}
