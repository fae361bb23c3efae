using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>The one connection that a project registers for injection, by <c>AddSingleton&lt;IConnectionMultiplexer&gt;</c> or <c>AddRedisGuard</c>.</summary>
internal static class RegisteredConnection
{
    // Trees stay the same while other files are fixed.
    private static readonly ConditionalWeakTable<SyntaxTree, InvocationExpressionSyntax[]> s_registrations = new();

    /// <summary>Tells whether there is exactly one, and it leads to the server that a configuration names.</summary>
    public static bool LeadsWhere(ExpressionSyntax configuration, SiteContext context)
    {
        InvocationExpressionSyntax[] registrations =
        [
            .. context.Model.Compilation.SyntaxTrees.SelectMany(tree => s_registrations.GetValue(tree, found => Registrations(found, context))),
        ];
        return registrations is [{ } registration]
            && SourceOf(registration, context) is { } registered
            && ConfigurationSource.Of(configuration, context) == registered;
    }

    private static InvocationExpressionSyntax[] Registrations(SyntaxTree tree, SiteContext context) =>
    [
        .. tree.GetRoot(context.CancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => call.Expression is MemberAccessExpressionSyntax access && access.Name switch
            {
                GenericNameSyntax { Identifier.ValueText: "AddSingleton" or "TryAddSingleton", TypeArgumentList.Arguments: [var service, ..] } =>
                    service is SimpleNameSyntax { Identifier.ValueText: "IConnectionMultiplexer" } or QualifiedNameSyntax { Right.Identifier.ValueText: "IConnectionMultiplexer" },
                { Identifier.ValueText: "AddRedisGuard" } => true,
                _ => false,
            }),
    ];

    private static string? SourceOf(InvocationExpressionSyntax registration, SiteContext context)
    {
        if (registration.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AddRedisGuard" })
        {
            return registration.ArgumentList.Arguments switch
            {
                // Where the pool looks first if it isn't told.
                [] => "ConnectionStrings:Redis",
                [{ Expression: LambdaExpressionSyntax configure }] => configure.DescendantNodes().OfType<AssignmentExpressionSyntax>()
                    .Where(assignment => assignment.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Configuration" or "ConfigurationOptions" })
                    .Select(assignment => ConfigurationSource.Of(assignment.Right, context))
                    .FirstOrDefault(),
                _ => null,
            };
        }

        return registration.ArgumentList.Arguments.Select(argument => ConfigurationSource.OfOpening(argument.Expression, context)).FirstOrDefault(source => source is not null);
    }
}
