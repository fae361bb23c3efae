using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Options;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Context;

/// <summary>
/// Decides how often the code around a call runs: innermost surroundings first (loop, lambda, local function), then the
/// member, then the type, and for a helper its callers. Thread-safe.
/// </summary>
internal sealed class CallContexts
{
    /// <summary>A helper's helper's helper: past that, the reader of a message wouldn't follow either.</summary>
    private const int MaxCallerDepth = 3;

    private readonly HelperCallers _callers;
    private readonly LongWork _longWork;
    private readonly ProjectOptions _options;
    private readonly TestCode _tests;

    public CallContexts(Compilation compilation, ProjectOptions options)
    {
        _callers = new HelperCallers(compilation);
        _longWork = new LongWork(compilation);
        _options = options;
        _tests = new TestCode(compilation, options);
    }

    public CallContext Of(IOperation operation, ISymbol containingSymbol, CancellationToken cancellationToken)
        => _tests.Contains(containingSymbol)
            ? CallContext.Test
            : Of(operation, containingSymbol, MaxCallerDepth, isGiven: true, cancellationToken);

    /// <summary>Whether a test or benchmark framework runs the code.</summary>
    public bool IsTest(ISymbol containingSymbol) => _tests.Contains(containingSymbol);

    /// <summary>The same for who looks at the loops around the call by other measures: as if there were none.</summary>
    public CallContext OutsideLoops(IOperation operation, ISymbol containingSymbol, CancellationToken cancellationToken)
        => _tests.Contains(containingSymbol)
            ? CallContext.Test
            : OfFunction(operation) ?? OfMember(containingSymbol, MaxCallerDepth, ParameterUse.Feeds(operation), cancellationToken);

    private static CallContext? OfFunction(IOperation operation)
    {
        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IAnonymousFunctionOperation lambda when DelegateRole.Of(lambda) is { Description: not ContextNames.LoopTurns } role:
                    return role;

                case ILocalFunctionOperation local when LocalFunctionRole(local) is { Description: not ContextNames.LoopTurns } role:
                    return role;
            }
        }

        return null;
    }

    /// <param name="operation">What runs.</param>
    /// <param name="containingSymbol">The member around it.</param>
    /// <param name="depth">The callers that are still looked at.</param>
    /// <param name="isGiven">Whether what the operation is given decides what it does: of a helper's call, whether the helper makes anything of it.</param>
    /// <param name="cancellationToken">Ends the look early.</param>
    private CallContext Of(IOperation operation, ISymbol containingSymbol, int depth, bool isGiven, CancellationToken cancellationToken)
    {
        bool inLoop = false;
        for (IOperation current = operation; current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case ILoopOperation loop when !IsLoopSource(loop, current):
                    // One connection for each configured endpoint isn't churn, nor is one for each attempt at the work of a life.
                    inLoop |= !(isGiven && LoopVariables.Feed(loop, operation)) && !_longWork.Follows(operation, loop, cancellationToken);
                    break;

                case IAnonymousFunctionOperation lambda when DelegateRole.Of(lambda) is { } role:
                    return inLoop ? CallContext.PerCall(ContextNames.LoopTurns) : role;

                case ILocalFunctionOperation local when LocalFunctionRole(local) is { } role:
                    return inLoop ? CallContext.PerCall(ContextNames.LoopTurns) : role;
            }
        }

        CallContext member = OfMember(containingSymbol, depth, isGiven && ParameterUse.Feeds(operation), cancellationToken);
        return inLoop ? CallContext.PerCall(ContextNames.LoopTurns) with { OutsideLoop = member.Frequency } : member;
    }

    private static bool IsLoopSource(ILoopOperation loop, IOperation child)
        => loop is IForEachLoopOperation forEach && child == forEach.Collection
            || (loop is IForLoopOperation forLoop && forLoop.Before.Contains(child));

    /// <summary>A local function handed on as a delegate plays the delegate's role; one called in a loop turns with it.</summary>
    private static CallContext? LocalFunctionRole(ILocalFunctionOperation local)
    {
        foreach (IOperation descendant in local.Root().Descendants())
        {
            if (descendant is IMethodReferenceOperation reference
                && SymbolEqualityComparer.Default.Equals(reference.Method, local.Symbol)
                && DelegateRole.Of(reference) is { } role)
            {
                return role;
            }

            if (descendant is IInvocationOperation call
                && SymbolEqualityComparer.Default.Equals(call.TargetMethod, local.Symbol))
            {
                if (IsInLoop(call))
                {
                    return CallContext.PerCall(ContextNames.LoopTurns);
                }

                if (RoleOfLambdaAround(call) is { Frequency: OpeningFrequency.PerCall } busy)
                {
                    return busy;
                }
            }
        }

        return null;
    }

    /// <summary><c>app.MapGet("/", () => Open())</c>: a local function that an endpoint calls runs as often as the endpoint.</summary>
    private static CallContext? RoleOfLambdaAround(IOperation call)
    {
        for (IOperation? current = call.Parent; current is not null and not ILocalFunctionOperation; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation lambda && DelegateRole.Of(lambda) is { } role)
            {
                return role;
            }
        }

        return null;
    }

    private static bool IsInLoop(IOperation call)
    {
        for (IOperation current = call; current.Parent is { } parent && parent is not (IAnonymousFunctionOperation or ILocalFunctionOperation); current = parent)
        {
            if (parent is ILoopOperation loop && !IsLoopSource(loop, current))
            {
                return true;
            }
        }

        return false;
    }

    private CallContext OfMember(ISymbol symbol, int depth, bool isGiven, CancellationToken cancellationToken)
        => symbol switch
        {
            IMethodSymbol { AssociatedSymbol: IPropertySymbol property, MethodKind: MethodKind.PropertyGet } => CallContext.PerCall($"the property '{property.Name}' is read"),
            IMethodSymbol method => OfMethod(method, depth, isGiven, cancellationToken),
            IFieldSymbol { IsStatic: true } or IPropertySymbol { IsStatic: true } => CallContext.ProcessLife("the type is initialised"),
            _ => CallContext.Unknown,
        };

    private CallContext OfMethod(IMethodSymbol method, int depth, bool isGiven, CancellationToken cancellationToken)
    {
        INamedTypeSymbol type = method.ContainingType;
        if (method.MethodKind == MethodKind.StaticConstructor)
        {
            return CallContext.ProcessLife("the type is initialised");
        }

        if (IsEntryPoint(method) || AttributeNames.HasAny(method, ContextNames.OnceInProcessAttributes))
        {
            return CallContext.ProcessLife("the program starts");
        }

        if (AttributeNames.HasAny(method, _options.OnceAttributes) || AttributeNames.HasAny(type, _options.OnceAttributes))
        {
            return CallContext.Once("it runs");
        }

        if (AttributeNames.HasAny(method, ContextNames.PerCallAttributes)
            || AttributeNames.HasAny(method, _options.PerCallAttributes)
            || AttributeNames.HasAny(type, _options.PerCallAttributes))
        {
            return CallContext.PerCall($"'{method.Name}' is called");
        }

        if (TypeRole.IsPerCall(type, out string words))
        {
            return CallContext.PerCall(method.MethodKind == MethodKind.Constructor ? $"a '{type.Name}' is created" : $"'{method.Name}', {words}, runs");
        }

        if (ParameterTypes.HasAny(method, ContextNames.CompositionTypes)
            || (TypeRole.IsHosted(type) && (method.MethodKind == MethodKind.Constructor || ContextNames.HostedMethods.Contains(method.Name)))
            || CommandLines.Run(method))
        {
            return CallContext.Once("the application starts");
        }

        if (method.MethodKind == MethodKind.Constructor)
        {
            return CallContext.Unknown;
        }

        if (RequestCode.Answers(method))
        {
            return CallContext.PerCall($"'{method.Name}' answers a request");
        }

        if (depth > 0
            && (method.DeclaredAccessibility == Accessibility.Private || HasEntryPoint(type))
            && BusiestOf(_callers.InType(method, cancellationToken), depth, isGiven, cancellationToken) is { } callers)
        {
            return callers;
        }

        if (depth > 0
            && HelperCallers.NamesInCompilation(method) is { IsEmpty: false } names
            && BusiestOf(_callers.Anywhere(names, cancellationToken), depth, isGiven, cancellationToken) is { } all)
        {
            return all switch
            {
                // The program goes on when its helper has returned: what that left open isn't ended by the process' end.
                { Frequency: OpeningFrequency.ProcessLife, IsTest: false } => CallContext.Once(all.Description),
                // Its callers acquit a helper. They don't convict it: what it is given may be new each time.
                { Frequency: OpeningFrequency.PerCall } => CallContext.PresumedPerCall($"'{method.Name}' is called"),
                _ => all,
            };
        }

        return CallContext.PresumedPerCall($"'{method.Name}' is called");
    }

    private static bool IsEntryPoint(IMethodSymbol method)
        => method is { IsStatic: true, Name: "Main" or WellKnownMemberNames.TopLevelStatementsEntryPointMethodName };

    private static bool HasEntryPoint(INamedTypeSymbol type)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IMethodSymbol method && IsEntryPoint(method))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The busiest of a helper's callers; null where there is none.</summary>
    private CallContext? BusiestOf(List<(IOperation Call, ISymbol Member)>? callers, int depth, bool isGiven, CancellationToken cancellationToken)
    {
        CallContext? busiest = null;
        foreach ((IOperation call, ISymbol member) in callers ?? new List<(IOperation Call, ISymbol Member)>())
        {
            CallContext context = Of(call, member, depth - 1, isGiven, cancellationToken);
            busiest = busiest is { } known && known.Frequency >= context.Frequency ? known : context;
        }

        return busiest;
    }
}
