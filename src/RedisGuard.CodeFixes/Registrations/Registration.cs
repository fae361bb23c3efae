using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Registrations;

namespace RedisGuard.CodeFixes.Registrations;

/// <summary>The call that registers a service, around the connection it is about.</summary>
internal sealed class Registration
{
    private Registration(InvocationExpressionSyntax call, SimpleNameSyntax name)
    {
        Call = call;
        Name = name;
    }

    public InvocationExpressionSyntax Call { get; }

    /// <summary>The called method's name as it is written, with type arguments: <c>AddScoped&lt;T&gt;</c>.</summary>
    public SimpleNameSyntax Name { get; }

    public bool IsKeyed => Name.Identifier.ValueText.IndexOf("Keyed", StringComparison.Ordinal) >= 0;

    public static Registration? Around(SiteContext context)
    {
        foreach (InvocationExpressionSyntax call in context.Site.Ancestors().OfType<InvocationExpressionSyntax>())
        {
            if (context.SymbolOf(call) is IMethodSymbol method && RegistrationCall.LifetimeOf(method) is not null)
            {
                return NameOf(call.Expression) is { } name ? new Registration(call, name) : null;
            }
        }

        return null;
    }

    private static SimpleNameSyntax? NameOf(ExpressionSyntax called) => called switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };
}
