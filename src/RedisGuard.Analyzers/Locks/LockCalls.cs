using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Locks;

/// <summary>The library's calls that take and release a lock, by name first.</summary>
internal static class LockCalls
{
    public static bool IsTake(IInvocationOperation call, RedisSymbols symbols)
        => IsTakeName(call.TargetMethod.Name) && IsOfLibrary(call, symbols);

    public static bool IsRelease(IInvocationOperation call, RedisSymbols symbols)
        => IsReleaseName(call.TargetMethod.Name) && IsOfLibrary(call, symbols);

    public static bool IsTakeName(string name) => name is "LockTake" or "LockTakeAsync";

    public static bool IsReleaseName(string name) => name is "LockRelease" or "LockReleaseAsync";

    public static IOperation? Key(IInvocationOperation call) => Argument(call, "key");

    public static IOperation? Token(IInvocationOperation call) => Argument(call, "value");

    /// <summary>The calls of a function itself; what lambdas and local functions inside it do is theirs.</summary>
    public static IEnumerable<IInvocationOperation> Of(IOperation function) => function.DescendantsOutsideFunctions().OfType<IInvocationOperation>();

    /// <summary>The lambda, local function or member body that an operation belongs to.</summary>
    public static IOperation Function(IOperation operation)
    {
        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return current;
            }
        }

        return operation.Root();
    }

    /// <summary>Whether code, nested functions included, names a release.</summary>
    public static bool MentionsRelease(SyntaxNode code)
        => code.DescendantNodes().Any(node => node is SimpleNameSyntax name && IsReleaseName(name.Identifier.ValueText));

    /// <summary>The same of taking one.</summary>
    public static bool MentionsTake(SyntaxNode code)
        => code.DescendantNodes().Any(node => node is SimpleNameSyntax name && IsTakeName(name.Identifier.ValueText));

    private static bool IsOfLibrary(IInvocationOperation call, RedisSymbols symbols)
        => SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingAssembly, symbols.ConnectionMultiplexer.ContainingAssembly);

    private static IOperation? Argument(IInvocationOperation call, string parameter)
        => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value;
}
