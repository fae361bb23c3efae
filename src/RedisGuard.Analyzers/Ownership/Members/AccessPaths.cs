using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>
/// Traces an expression back to the field or property it comes from, through everything that only unwraps it:
/// <c>_lazy.Value</c>, <c>_db.Multiplexer</c>, <c>(await _task)</c>, <c>Interlocked.Exchange(ref _m, null)</c>, and
/// locals assigned from such.
/// </summary>
internal sealed class AccessPaths
{
    private readonly Dictionary<ISymbol, ISymbol> _aliases = new(SymbolEqualityComparer.Default);

    /// <summary>The paths with all copies that the code around an operation makes: <c>var current = _m;</c></summary>
    public static AccessPaths OfBodyAround(IOperation operation)
    {
        var paths = new AccessPaths();
        foreach (IOperation descendant in operation.Root().Descendants())
        {
            paths.Note(descendant);
        }

        return paths;
    }

    /// <summary>Remembers the locals that now stand for what is in a member. To be shown a body's operations in their order.</summary>
    public void Note(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator:
                Note(declarator.Symbol, value);
                break;

            case IAnonymousFunctionOperation { Symbol.Parameters: var parameters } function
                when function.DelegateUse() is IArgumentOperation { Parent: IInvocationOperation call } && (call.Instance ?? call.Arguments[0].Value) is { } source:
                // _all.ForEach(connection => connection.Dispose())
                foreach (IParameterSymbol parameter in parameters)
                {
                    Note(parameter, source);
                }

                break;

            case IForEachLoopOperation loop:
                foreach (ILocalSymbol local in loop.Locals)
                {
                    Note(local, loop.Collection);
                }

                break;

            case IIsPatternOperation pattern:
                NotePattern(pattern);
                break;

            case IDeconstructionAssignmentOperation deconstruction:
                NoteDeconstruction(deconstruction);
                break;

            case IArgumentOperation { Parameter.RefKind: RefKind.Out, Value: { } given, Parent: IInvocationOperation { Instance: { } collection } }
                when (given is IDeclarationExpressionOperation declaration ? declaration.Expression : given) is ILocalReferenceOperation taken:
                // _all.TryRemove(key, out var taken)
                Note(taken.Local, collection);
                break;

            case IAssignmentOperation { Target: ILocalReferenceOperation local } assignment:
                Note(local.Local, assignment.Value);
                break;
        }
    }

    public ISymbol? Of(IOperation operation)
    {
        // Each step leads to a part of the expression, or to what stands before it.
        IOperation? current = operation;
        while (current is not null)
        {
            switch (current = current.Unwrapped())
            {
                case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field:
                    return field.Field;

                case IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property:
                    return property.Property;

                case IPropertyReferenceOperation property:
                    current = property.Instance;
                    break;

                case IFieldReferenceOperation part:
                    current = part.Instance;
                    break;

                case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } element }:
                    return _aliases.TryGetValue(element, out ISymbol? from) ? from : null;

                // A primary constructor's parameter is a field in all but name, and any constructor's leads to the field it fills.
                case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } given }:
                    return given;

                case ICoalesceOperation coalesce:
                    current = coalesce.Value;
                    break;

                case ILocalReferenceOperation local:
                    return _aliases.TryGetValue(local.Local, out ISymbol? root) ? root : null;

                case IAwaitOperation awaited:
                    current = awaited.Operation;
                    break;

                case IArrayElementReferenceOperation element:
                    current = element.ArrayReference;
                    break;

                case IConditionalAccessOperation access:
                    current = access.Operation;
                    break;

                case IInvocationOperation { Arguments: [{ Value: var target }, ..] } atomic when AtomicMembers.IsAtomic(atomic.TargetMethod):
                    current = target;
                    break;

                case IInvocationOperation { Instance: { } instance }:
                    current = instance;
                    break;

                case IInvocationOperation { Instance: null, TargetMethod.IsExtensionMethod: true, Arguments: [{ Value: var receiver }, ..] }:
                    current = receiver;
                    break;

                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary><c>_lazy is { IsValueCreated: true, Value: var opened }</c>: what a pattern takes out leads back to what it is taken from.</summary>
    private void NotePattern(IIsPatternOperation pattern)
    {
        foreach (IOperation part in pattern.Pattern.DescendantsAndSelf())
        {
            ISymbol? declared = part switch
            {
                IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
                IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
                _ => null,
            };
            if (declared is ILocalSymbol local)
            {
                Note(local, pattern.Value);
            }
        }
    }

    /// <summary><c>(var old, _m) = (_m, Connect());</c></summary>
    private void NoteDeconstruction(IDeconstructionAssignmentOperation deconstruction)
    {
        foreach ((IOperation target, IOperation value) in Deconstruction.Pairs(deconstruction))
        {
            if (target is ILocalReferenceOperation local)
            {
                Note(local.Local, value);
            }
        }
    }

    private void Note(ISymbol local, IOperation source)
    {
        if (Of(source) is { } root)
        {
            _aliases[local] = root;
        }
    }
}
