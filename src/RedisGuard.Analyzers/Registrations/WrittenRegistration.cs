using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Registrations;

/// <summary>A call that may register a service, and the names of the types that it may register, as far as its text tells them.</summary>
internal sealed class WrittenRegistration
{
    private readonly ILookup<string, TypeSyntax>? _names;

    private WrittenRegistration(InvocationExpressionSyntax call, ILookup<string, TypeSyntax>? names)
    {
        Call = call;
        _names = names;
    }

    public InvocationExpressionSyntax Call { get; }

    /// <summary>Tells whether the call leaves to the compiler which type it registers.</summary>
    public bool IsInferred => _names is null;

    /// <summary>The places in the call where a type of this name may stand.</summary>
    public IEnumerable<TypeSyntax> Naming(string type) => _names?[type] ?? Enumerable.Empty<TypeSyntax>();

    /// <param name="call">The call.</param>
    /// <param name="aliases">The names that its file has for types, with the types' own.</param>
    public static WrittenRegistration Of(InvocationExpressionSyntax call, IReadOnlyDictionary<string, string> aliases)
        => new(
            call,
            !NamesItsType(call) ? null : call.DescendantNodes().OfType<SimpleNameSyntax>().ToLookup(
                name => aliases.TryGetValue(name.Identifier.ValueText, out string? type) ? type : name.Identifier.ValueText,
                TypeNames.Whole,
                StringComparer.Ordinal));

    /// <summary><c>AddScoped&lt;Cart&gt;(…)</c>, <c>AddScoped(typeof(Cart))</c>, <c>AddScoped(_ =&gt; new Cart(…))</c></summary>
    private static bool NamesItsType(InvocationExpressionSyntax call)
        => call.Expression is GenericNameSyntax or MemberAccessExpressionSyntax { Name: GenericNameSyntax } or MemberBindingExpressionSyntax { Name: GenericNameSyntax }
            ? NamesWhatItMakes(call.ArgumentList)
            : call.ArgumentList.Arguments.Any(argument => argument.Expression is TypeOfExpressionSyntax || IsCreation(argument.Expression));

    private static bool NamesWhatItMakes(SyntaxNode code) => !code.DescendantNodes().Any(node => node is ImplicitObjectCreationExpressionSyntax);

    private static bool IsCreation(ExpressionSyntax value)
        => value switch
        {
            ObjectCreationExpressionSyntax creation => NamesWhatItMakes(creation),
            LambdaExpressionSyntax { ExpressionBody: { } body } => IsCreation(body),
            _ => false,
        };
}
