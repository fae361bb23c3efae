using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Registrations;

namespace RedisGuard.Analyzers.Context;

/// <summary>Frequency of a delegate, told by what it is handed to.</summary>
internal static class DelegateRole
{
    /// <summary>The role of a lambda or method group; null where its surroundings decide.</summary>
    public static CallContext? Of(IOperation function)
        => function.DelegateUse() switch
        {
            IArgumentOperation { Parent: IObjectCreationOperation creation } => OfConstructor(creation),
            IArgumentOperation { Parent: IInvocationOperation invocation } => OfMethod(invocation.TargetMethod.Name, invocation.TargetMethod.ContainingType),
            IInvalidOperation invalid => OfUnbound(invalid),
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation } => CallContext.Once("the option's callback runs"),
            IEventAssignmentOperation => CallContext.PerCall("the event is raised"),
            IFieldInitializerOperation { InitializedFields: [{ } field, ..] } => OfMember(field),
            IPropertyInitializerOperation { InitializedProperties: [{ } property, ..] } => OfMember(property),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } } => OfLocal(local, function),
            _ => null,
        };

    /// <summary>Whether the lambda or method group answers requests, and gets its parameters from the request and the container.</summary>
    public static bool IsEndpoint(IOperation function)
        => function.DelegateUse() is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { } method } }
            && method.Name.StartsWith("Map", StringComparison.Ordinal)
            && OfMethod(method.Name, method.ContainingType) is { Frequency: OpeningFrequency.PerCall };

    /// <summary><c>var handler = () =&gt; …; app.MapGet("/", handler);</c>: the first use that tells something.</summary>
    private static CallContext? OfLocal(ILocalSymbol local, IOperation function)
    {
        foreach (IOperation descendant in function.Root().Descendants())
        {
            if (descendant is ILocalReferenceOperation reference
                && SymbolEqualityComparer.Default.Equals(reference.Local, local)
                && Of(reference) is { } role)
            {
                return role;
            }
        }

        return null;
    }

    /// <summary>An object that is made for each request runs its own delegates once a request or more often.</summary>
    private static CallContext OfMember(ISymbol member)
        => !member.IsStatic && TypeRole.IsPerCall(member.ContainingType, out _) ? CallContext.PerCall($"'{member.Name}' is called") : CallContext.Unknown;

    private static CallContext? OfConstructor(IObjectCreationOperation creation)
        => creation.Type?.Name switch
        {
            "Lazy" or "AsyncLazy" or "Lazy`1" => IsOfTheCall(creation) ? null : CallContext.Once("the Lazy is first read"),
            "Timer" or "PeriodicTimer" => CallContext.PerCall("the timer fires") with { IsInBackground = true },
            "Thread" => CallContext.Once("the thread starts"),
            "ServiceDescriptor" when RegistrationCall.LifetimeOf(creation) == ServiceLifetime.Singleton => CallContext.Once("the factory runs"),
            _ => null,
        };

    /// <summary><c>Lazy&lt;IDatabase&gt; db = new(…);</c> in a variable that the code only reads: the next call makes another one.</summary>
    private static bool IsOfTheCall(IObjectCreationOperation lazy)
    {
        IOperation made = lazy;
        while (made.Parent is IConversionOperation)
        {
            made = made.Parent;
        }

        if (made.Parent is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } })
        {
            return false;
        }

        ILocalReferenceOperation[] uses = made.Root().Descendants().OfType<ILocalReferenceOperation>().Where(use => SymbolEqualityComparer.Default.Equals(use.Local, local)).ToArray();
        return uses.Length > 0 && uses.All(use => use.Parent is IPropertyReferenceOperation && !IsInLaterCode(use, local));
    }

    private static bool IsInLaterCode(IOperation use, ILocalSymbol local)
    {
        for (IOperation? current = use.Parent; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation { Symbol: { } function })
            {
                return !SymbolEqualityComparer.Default.Equals(function, local.ContainingSymbol);
            }

            if (current is ILocalFunctionOperation { Symbol: { } inner })
            {
                return !SymbolEqualityComparer.Default.Equals(inner, local.ContainingSymbol);
            }
        }

        return false;
    }

    private static CallContext? OfMethod(string name, INamedTypeSymbol? type)
    {
        if (ContextNames.OnceDelegates.Contains(name))
        {
            return CallContext.Once("the factory runs") with { IsForEntry = ContextNames.EntryDelegates.Contains(name) };
        }

        if (ContextNames.PerCallDelegates.TryGetValue(name, out string? words))
        {
            return CallContext.PerCall(words);
        }

        return ContextNames.PerCallDelegatesIn.TryGetValue(name, out (string Words, string Namespace) known)
            && type?.ContainingNamespace?.ToDisplayString().StartsWith(known.Namespace, StringComparison.Ordinal) == true
                ? CallContext.PerCall(known.Words) with { IsInBackground = ContextNames.Schedulers.Contains(known.Namespace) }
                : null;
    }

    private static CallContext? OfUnbound(IInvalidOperation invalid)
        => invalid.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax { Expression: { } expression }
            ? OfMethod(NameOf(expression), type: null)
            : null;

    private static string NameOf(Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax expression)
        => expression switch
        {
            Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            Microsoft.CodeAnalysis.CSharp.Syntax.SimpleNameSyntax name => name.Identifier.ValueText,
            _ => string.Empty,
        };
}
