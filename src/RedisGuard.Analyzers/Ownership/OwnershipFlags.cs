using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Ownership;

/// <summary>A flag that says who owns: <c>if (_ownsConnection)</c>, <c>if (!leaveOpen)</c>. Under one, closing is meant.</summary>
internal static class OwnershipFlags
{
    public static bool Guard(IOperation place)
    {
        for (IOperation current = place; current.Parent is { } parent; current = parent)
        {
            if ((parent is IConditionalOperation conditional && current != conditional.Condition && AsksFlag(conditional.Condition))
                || (parent is IBlockOperation block && block.Operations.TakeWhile(statement => statement != current).Any(IsEarlyExitOnFlag)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsEarlyExitOnFlag(IOperation statement)
        => statement is IConditionalOperation { WhenFalse: null } conditional && AsksFlag(conditional.Condition);

    private static bool AsksFlag(IOperation condition)
        => condition.DescendantsAndSelf().Any(part => part.Type?.SpecialType == SpecialType.System_Boolean && part switch
        {
            IFieldReferenceOperation field => !TellsOfEnd(field.Field, condition),
            IParameterReferenceOperation parameter => !IsOfDisposal(parameter.Parameter),
            ILocalReferenceOperation => true,
            IPropertyReferenceOperation { Property: { Name: not ("IsConnected" or "IsConnecting" or "HasValue" or "IsCompleted") } property } => !TellsOfEnd(property, condition),
            _ => false,
        });

    /// <summary><c>Dispose(bool disposing)</c>: says who calls, and nothing of who owns.</summary>
    private static bool IsOfDisposal(IParameterSymbol parameter)
        => parameter.ContainingSymbol is IMethodSymbol { Name: "Dispose" or "DisposeAsync" or "DisposeAsyncCore" or "DisposeCore", Parameters.Length: 1 } method
            && (method.IsVirtual || method.IsOverride || parameter.Name == "disposing");

    /// <summary><c>if (!_disposed) { _m.Dispose(); _disposed = true; }</c>: the code that asks sets it, and nobody had a say in it when the object was made.</summary>
    private static bool TellsOfEnd(ISymbol flag, IOperation condition)
        => condition.Root().Descendants().Any(operation => operation is ISimpleAssignmentOperation { Target: IMemberReferenceOperation target, Value.ConstantValue: { HasValue: true, Value: true } }
                && SymbolEqualityComparer.Default.Equals(target.Member, flag))
            && !flag.DeclaringSyntaxReferences.Any(declaration => declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer: { } given } && !given.Value.IsKind(SyntaxKind.FalseLiteralExpression))
            && !flag.ContainingType.InstanceConstructors.SelectMany(constructor => constructor.DeclaringSyntaxReferences)
                .Any(constructor => constructor.GetSyntax() is ConstructorDeclarationSyntax made && made.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == flag.Name));
}
