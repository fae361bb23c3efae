using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using RedisGuard.CodeFixes.Sharing;

namespace RedisGuard.CodeFixes.Registrations;

/// <summary>
/// <c>AddScoped&lt;IConnectionMultiplexer&gt;(…)</c> becomes <c>AddSingleton&lt;IConnectionMultiplexer&gt;(…)</c>. The factory may ask
/// the container only for what lives as long as the process: a singleton that keeps a scope's service is a fault of its own.
/// </summary>
internal sealed class SingletonFix : SiteFix
{
    private static readonly string[] s_lifetimes = ["Scoped", "Transient"];

    private static readonly string[] s_processWide =
    [
        "IConfiguration", "IConfigurationRoot", "IOptions", "IOptionsMonitor", "ILogger", "ILoggerFactory",
        "IHostEnvironment", "IWebHostEnvironment", "IHostApplicationLifetime", "TimeProvider",
    ];

    public SingletonFix()
        : base(Fixes.Singleton, "Register the connection as a singleton", Descriptors.RegistrationOpensPerScope.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (Registration.Around(context) is not { } registration
            || SingletonName(registration.Name.Identifier.ValueText) is not { } name
            || FactoryOf(registration, context.Site) is not { } factory
            || !AsksForProcessWideOnly(factory, context))
        {
            return false;
        }

        // Where the pool is referenced, a connection beside it would be the next remark.
        if (PoolExpression.PoolOf(context) is not null)
        {
            if (context.Site.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call
                || Acquisition.Find(call, context.Model, context.CancellationToken) is not { } acquisition
                || PoolExpression.Of(acquisition, context, awaiting: false) is not { } shared)
            {
                return false;
            }

            edit.Replace(shared.Opening, current => shared.Borrowing.WithTriviaFrom(current));
        }

        edit.Replace(registration.Name, current => current.WithIdentifier(SyntaxFactory.Identifier(name).WithTriviaFrom(current.Identifier)));
        return true;
    }

    private static string? SingletonName(string name)
    {
        string? lifetime = Array.Find(s_lifetimes, suffix => name.EndsWith(suffix, StringComparison.Ordinal));
        return lifetime is null ? null : name.Substring(0, name.Length - lifetime.Length) + "Singleton";
    }

    private static AnonymousFunctionExpressionSyntax? FactoryOf(Registration registration, SyntaxNode site) => registration.Call.ArgumentList.Arguments
        .Select(argument => argument.Expression)
        .OfType<AnonymousFunctionExpressionSyntax>()
        .FirstOrDefault(function => function.Span.Contains(site.Span));

    private static bool AsksForProcessWideOnly(AnonymousFunctionExpressionSyntax factory, SiteContext context) =>
        context.SymbolOf(factory) is IMethodSymbol { Parameters: { Length: > 0 } parameters }
        && factory.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(use => SymbolEqualityComparer.Default.Equals(context.SymbolOf(use), parameters[0]))
            .All(use => IsRequestForProcessWide(use, context));

    private static bool IsRequestForProcessWide(IdentifierNameSyntax provider, SiteContext context) =>
        provider.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax request } access
        && access.Expression == provider
        && context.SymbolOf(request) is IMethodSymbol { Name: "GetRequiredService" or "GetService", TypeArguments: [{ } service] }
        && Array.IndexOf(s_processWide, service.Name) >= 0;
}
