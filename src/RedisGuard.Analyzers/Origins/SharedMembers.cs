using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Origins;

/// <summary>
/// Members in source that give back a connection that their type keeps: a field, an auto-property, a getter or a method that
/// returns <c>_lazy.Value</c>, <c>_m ??= Connect()</c>, <c>_all.GetOrAdd(…)</c>. Thread-safe.
/// </summary>
internal sealed class SharedMembers
{
    private const int MaxDepth = 3;

    private readonly RedisSymbols _symbols;
    private readonly ConcurrentDictionary<ISymbol, bool> _known = new(SymbolEqualityComparer.Default);

    public SharedMembers(RedisSymbols symbols) => _symbols = symbols;

    /// <summary>Whether everything that the member gives back stays with its type.</summary>
    public bool Keeps(ISymbol member, CancellationToken cancellationToken)
    {
        ISymbol definition = member.OriginalDefinition;
        if (!_known.TryGetValue(definition, out bool keeps))
        {
            keeps = Keeps(definition, MaxDepth, cancellationToken);
            _known.TryAdd(definition, keeps);
        }

        return keeps;
    }

    private bool Keeps(ISymbol member, int depth, CancellationToken cancellationToken)
    {
        if (depth == 0 || member.DeclaringSyntaxReferences.IsEmpty || member is { IsAbstract: true } or { IsVirtual: true } or { IsOverride: true } || !Gives(member))
        {
            return false;
        }

        if (member is IFieldSymbol || IsAutomatic(member))
        {
            return true;
        }

        foreach (SyntaxReference reference in member.DeclaringSyntaxReferences)
        {
            IOperation? root = Body(reference.GetSyntax(cancellationToken)) is { } body ? _symbols.Compilation.OperationOf(body, cancellationToken) : null;
            IReturnOperation[] returns = root is null ? System.Array.Empty<IReturnOperation>() : root.DescendantsAndSelf().OfType<IReturnOperation>().Where(returned => IsOf(returned, root)).ToArray();
            if (returns.Length == 0 || !returns.All(returned => returned.ReturnedValue is { } value && IsKept(value, depth, cancellationToken)))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsKept(IOperation value, int depth, CancellationToken cancellationToken)
    {
        IOperation plain = value.WithoutPlumbing();
        return plain switch
        {
            ICoalesceAssignmentOperation { Target: IMemberReferenceOperation target } => HoldsConnection(target.Type),
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } => HoldsConnection(target.Type),
            ICoalesceOperation coalesce => IsKept(coalesce.Value, depth, cancellationToken) && (coalesce.WhenNull.Unwrapped() is IThrowOperation || IsKept(coalesce.WhenNull, depth, cancellationToken)),
            IFieldReferenceOperation field => HoldsConnection(field.Type),
            IPropertyReferenceOperation { Property.Name: "Value", Instance: { } lazy } => HoldsConnection(lazy.Type) && IsKept(lazy, depth, cancellationToken),
            IPropertyReferenceOperation { Property.IsIndexer: true, Instance: IFieldReferenceOperation } => true,
            IPropertyReferenceOperation property => Keeps(property.Property.OriginalDefinition, depth - 1, cancellationToken),
            IInvocationOperation { TargetMethod.Name: "GetOrAdd", Instance: IFieldReferenceOperation } => true,
            IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Ordinary } method } => Keeps(method.OriginalDefinition, depth - 1, cancellationToken),
            ILocalReferenceOperation local when IsLookedUp(local) => true,
            ILocalReferenceOperation local => local.OnlyValue() is { } only && only.Unwrapped() is not ILocalReferenceOperation && IsKept(only, depth, cancellationToken),
            _ => false,
        };
    }

    /// <summary><c>s_all.TryGetValue(name, out var found)</c>: what isn't there yet is put there, or isn't given.</summary>
    private bool IsLookedUp(ILocalReferenceOperation local)
        => local.Root().Descendants().Any(operation => operation is IArgumentOperation { Parameter.RefKind: RefKind.Out, Value: { } given, Parent: IInvocationOperation { TargetMethod.Name: "TryGetValue", Instance: IFieldReferenceOperation { Type: { } kept } } }
            && (given is IDeclarationExpressionOperation declaration ? declaration.Expression : given) is ILocalReferenceOperation found
            && SymbolEqualityComparer.Default.Equals(found.Local, local.Local)
            && HoldsConnection(kept));

    private bool Gives(ISymbol member)
        => HoldsConnection(member switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            IMethodSymbol method => method.ReturnType,
            _ => null,
        });

    /// <summary>A connection, or one wrapped once or twice: <c>Lazy&lt;Task&lt;ConnectionMultiplexer&gt;&gt;</c>. A function that opens one holds none.</summary>
    private bool HoldsConnection(ITypeSymbol? type)
        => _symbols.IsConnection(type)
            || (type is INamedTypeSymbol { TypeKind: not TypeKind.Delegate, TypeArguments: { Length: > 0 } arguments } && arguments.Any(HoldsConnection));

    private static bool IsAutomatic(ISymbol member)
        => member is IPropertySymbol property
            && property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    private static bool IsOf(IReturnOperation returned, IOperation root)
    {
        for (IOperation? current = returned; current is not null && current != root; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return false;
            }
        }

        return true;
    }

    private static SyntaxNode? Body(SyntaxNode declaration)
        => declaration switch
        {
            PropertyDeclarationSyntax { ExpressionBody: { } arrow } => arrow,
            PropertyDeclarationSyntax { AccessorList: { } accessors } => accessors.Accessors.FirstOrDefault(accessor => accessor.Keyword.ValueText == "get"),
            MethodDeclarationSyntax method => method,
            _ => null,
        };
}
