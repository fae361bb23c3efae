using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>
/// Traces an expression back to the field or property it comes from, through everything that only unwraps it:
/// <c>_lazy.Value</c>, <c>_db.Multiplexer</c>, <c>(await _task)</c>, <c>Interlocked.Exchange(ref _m, null)</c>, and
/// locals assigned from such.
/// </summary>
internal sealed class MemberRoots
{
    private const int MaxSteps = 32;

    private readonly Dictionary<ILocalSymbol, ISymbol> _aliases = new(SymbolEqualityComparer.Default);

    /// <summary>The roots with all copies that the code around an operation makes: <c>var current = _m;</c></summary>
    public static MemberRoots OfBodyAround(IOperation operation)
    {
        var roots = new MemberRoots();
        foreach (IOperation descendant in operation.Root().Descendants())
        {
            if (descendant is IVariableDeclaratorOperation { Initializer.Value: { } value } declarator)
            {
                roots.Note(declarator.Symbol, value);
            }
        }

        return roots;
    }

    /// <summary>Remembers that a local now stands for what is in a member.</summary>
    public void Note(ILocalSymbol local, IOperation? source)
    {
        if (source is not null && Of(source) is { } root)
        {
            _aliases[local] = root;
        }
    }

    public ISymbol? Of(IOperation operation)
    {
        IOperation? current = operation;
        for (int step = 0; current is not null && step < MaxSteps; step++)
        {
            switch (current)
            {
                case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field:
                    return field.Field;

                case IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property:
                    return property.Property;

                case IPropertyReferenceOperation property:
                    current = property.Instance;
                    break;

                case ILocalReferenceOperation local:
                    return _aliases.TryGetValue(local.Local, out ISymbol? root) ? root : null;

                case IConversionOperation conversion:
                    current = conversion.Operand;
                    break;

                case IParenthesizedOperation parenthesized:
                    current = parenthesized.Operand;
                    break;

                case IAwaitOperation awaited:
                    current = awaited.Operation;
                    break;

                case IArrayElementReferenceOperation element:
                    current = element.ArrayReference;
                    break;

                case IConditionalAccessOperation access:
                    current = access.Operation;
                    break;

                case IConditionalAccessInstanceOperation instance:
                    current = instance.Accessed();
                    break;

                case IInvocationOperation invocation when AtomicMembers.IsAtomic(invocation.TargetMethod) && invocation.Arguments.Length > 0:
                    current = invocation.Arguments[0].Value;
                    break;

                case IInvocationOperation { Instance: { } instance }:
                    current = instance;
                    break;

                case IInvocationOperation { Instance: null, TargetMethod.IsExtensionMethod: true, Arguments.Length: > 0 } extension:
                    current = extension.Arguments[0].Value;
                    break;

                default:
                    return null;
            }
        }

        return null;
    }
}
