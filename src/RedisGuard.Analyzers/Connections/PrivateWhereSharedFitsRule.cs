using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>RG1009: a connection opened in the argument of a component that takes the application's own as well.</summary>
internal sealed class PrivateWhereSharedFitsRule : IConnectionRule
{
    private static readonly ImmutableHashSet<string> s_consumers = ImmutableHashSet.Create(
        "PersistKeysToStackExchangeRedis", "AddStackExchangeRedisCache", "AddStackExchangeRedisOutputCache", "AddRedis", "UseRedisStorage", "AddRedisInstrumentation");

    private static readonly ImmutableHashSet<string> s_options = ImmutableHashSet.Create("RedisCacheOptions", "RedisOutputCacheOptions");

    public Finding Check(Opening opening)
        => !opening.Context.IsTest && Consumer(opening.Operation) is { } consumer
            ? OpeningDiagnostic.Create(Descriptors.PrivateWhereSharedFits, opening, ImmutableArray.Create(Fixes.Share), consumer)
            : Finding.None;

    private static string? Consumer(IOperation operation)
    {
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IInvocationOperation { TargetMethod: { } method } when s_consumers.Contains(method.Name):
                    return method.Name;
                // A package that isn't restored: the name is all there is.
                case IInvalidOperation { Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: { } written } } } when s_consumers.Contains(written):
                    return written;
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { ContainingType: { } type } property } } when s_options.Contains(type.Name):
                    return $"{type.Name}.{property.Name}";
                case IBlockOperation when current.Parent is not IAnonymousFunctionOperation:
                    return null;
            }
        }

        return null;
    }
}
