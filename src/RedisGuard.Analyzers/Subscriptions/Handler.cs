using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>A delegate as it is written at the place that takes it: a lambda, a method's name, or a variable.</summary>
/// <param name="Operation">The expression, without what only converts it.</param>
internal readonly record struct Handler(IOperation Operation)
{
    public static Handler? Of(IOperation? argument) => argument is null ? null : new Handler(Unwrap(argument));

    /// <summary>The lambda or anonymous method; null for anything else.</summary>
    public IAnonymousFunctionOperation? Function => Operation as IAnonymousFunctionOperation;

    /// <summary>The named method; null for anything else.</summary>
    public IMethodReferenceOperation? Method => Operation as IMethodReferenceOperation;

    /// <summary>The variable that holds the delegate; null where it is written out.</summary>
    public ISymbol? Variable
        => Operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation kept => kept.Field,
            IPropertyReferenceOperation kept => kept.Property,
            _ => null,
        };

    /// <summary>What the type knows the delegate by: the method, or the member that holds it; null for what one place alone has.</summary>
    public ISymbol? Kept => Method is { Method: { MethodKind: MethodKind.Ordinary } method } ? method : Variable is IFieldSymbol or IPropertySymbol ? Variable : null;

    /// <summary>Whether the delegate is made anew each time the expression runs, and equals no other.</summary>
    public bool IsFresh => Function is not null || Method is { Instance: { } instance } && Unwrap(instance) is IObjectCreationOperation;

    /// <summary>Whether it keeps an object alive: this, or what a lambda captured. Not known of a variable's content.</summary>
    public bool Captures
        => Operation switch
        {
            IAnonymousFunctionOperation function => CapturesAny(function),
            IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction, IsStatic: false } local } => LocalFunctionCaptures(local),
            IMethodReferenceOperation method => !method.Method.IsStatic,
            ILocalReferenceOperation local => Of(local.OnlyValue()) is { Variable: null, Captures: true },
            _ => false,
        };

    /// <summary>Whether it keeps the object alive whose code it is written in.</summary>
    public bool CapturesInstance
        => Operation switch
        {
            IAnonymousFunctionOperation function => function.Body.Descendants().Any(IsOwnInstance),
            IMethodReferenceOperation { Method.MethodKind: not MethodKind.LocalFunction } method => method.Instance is IInstanceReferenceOperation,
            IMethodReferenceOperation => BodyIn(Operation)?.Descendants().Any(IsOwnInstance) == true,
            ILocalReferenceOperation local => Of(local.OnlyValue()) is { Variable: null, CapturesInstance: true },
            _ => false,
        };

    /// <summary>The delegate that a local, set once, stands for; else itself.</summary>
    public Handler Resolved() => Operation is ILocalReferenceOperation local && Of(local.OnlyValue()) is { } value ? value : this;

    /// <summary>The code that the delegate runs, where that is written in the function around a place.</summary>
    public IOperation? BodyIn(IOperation place)
    {
        if (Function is { } function)
        {
            return function.Body;
        }

        return Method is { Method: { MethodKind: MethodKind.LocalFunction } local }
            ? place.Root().Descendants().OfType<ILocalFunctionOperation>().FirstOrDefault(declared => SymbolEqualityComparer.Default.Equals(declared.Symbol, local))?.Body
            : null;
    }

    /// <summary>Whether the code that the delegate runs gives it no <c>Task</c> to be awaited by: an async lambda or method without a result.</summary>
    public bool IsAsync
        => Operation switch
        {
            IAnonymousFunctionOperation function => function.Symbol is { IsAsync: true, ReturnsVoid: true },
            IMethodReferenceOperation method => method.Method is { IsAsync: true, ReturnsVoid: true },
            _ => false,
        };

    /// <summary>The lambda, or the method's declaration where it is source.</summary>
    public SyntaxNode? Declaration(CancellationToken cancellationToken)
        => Function?.Syntax ?? Method?.Method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);

    /// <summary>Whether both are surely not the same delegate.</summary>
    public bool DiffersFrom(Handler other)
    {
        if (IsFresh || other.IsFresh)
        {
            return true;
        }

        if (Method is { } left && other.Method is { } right)
        {
            return !SymbolEqualityComparer.Default.Equals(Declared(left.Method), Declared(right.Method))
                || (Receiver(left) is { } leftReceiver && Receiver(right) is { } rightReceiver && !SymbolEqualityComparer.Default.Equals(leftReceiver, rightReceiver));
        }

        return false;
    }

    public static IOperation Unwrap(IOperation value)
    {
        while (true)
        {
            switch (value = value.Unwrapped())
            {
                case IDelegateCreationOperation creation:
                    value = creation.Target;
                    break;
                case ISimpleAssignmentOperation assignment:
                    value = assignment.Target;
                    break;
                default:
                    return value;
            }
        }
    }

    /// <summary>A base type names the method that its derived types override, and a generic one names its own.</summary>
    private static IMethodSymbol Declared(IMethodSymbol method)
    {
        while (method.OverriddenMethod is { } overridden)
        {
            method = overridden;
        }

        return method.OriginalDefinition;
    }

    private static bool IsOwnInstance(IOperation part) => part is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance };

    // `this` of the one is `this` of the other; a variable is known by its symbol.
    private static ISymbol? Receiver(IMethodReferenceOperation method)
        => method.Instance switch
        {
            null or IInstanceReferenceOperation => Declared(method.Method),
            { } instance => new Handler(Unwrap(instance)).Variable,
        };

    private static bool CapturesAny(IAnonymousFunctionOperation function)
        => function.Body.Descendants().Any(part => part switch
        {
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => true,
            ILocalReferenceOperation { Local: { IsConst: false, IsStatic: false } local } => !IsDeclaredIn(local, function),
            IParameterReferenceOperation { Parameter: { } parameter } => !IsDeclaredIn(parameter, function),
            _ => false,
        });

    private static bool IsDeclaredIn(ISymbol variable, IOperation function)
        => variable.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == function.Syntax.SyntaxTree && function.Syntax.Span.Contains(reference.Span));

    private bool LocalFunctionCaptures(IMethodSymbol local)
    {
        foreach (IOperation part in Operation.Root().Descendants())
        {
            if (part is ILocalFunctionOperation { Body: { } body } function && SymbolEqualityComparer.Default.Equals(function.Symbol, local))
            {
                return body.Descendants().Any(inner => inner switch
                {
                    IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => true,
                    ILocalReferenceOperation reference => !IsDeclaredIn(reference.Local, function),
                    IParameterReferenceOperation reference => !IsDeclaredIn(reference.Parameter, function),
                    _ => false,
                });
            }
        }

        return true;
    }
}
