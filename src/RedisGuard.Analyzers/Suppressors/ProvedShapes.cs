using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Suppressors;

/// <summary>
/// Asks the engine whether what another analyzer reports is proved fine. Each shape stands on the page docs/suppressors.md. In doubt
/// nothing is proved: the report stays.
/// </summary>
internal sealed class ProvedShapes
{
    private readonly ProvedValues _values;
    private readonly ProvedMembers _members;
    private readonly ProvedReplacements _replacements;
    private readonly ProvedClosings _closings;
    private readonly OwnershipIndex _index;

    public ProvedShapes(OwnershipIndex index)
    {
        _index = index;
        _members = new ProvedMembers(index);
        _values = new ProvedValues(index, _members);
        _replacements = new ProvedReplacements(_values, _members, index);
        _closings = new ProvedClosings(index);
    }

    public bool Prove(string id, SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
        => id switch
        {
            "CA2000" or "IDISP001" or "IDISP004" => _values.AreInGoodHands(node, model, cancellationToken),
            "IDISP003" => node.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { } assignment
                && (model.TypeAlone(assignment.Left) is not { } type || _index.Symbols.IsConnection(type))
                && model.GetOperation(assignment, cancellationToken) is IAssignmentOperation operation
                && _replacements.LoseNothing(operation, model, cancellationToken),
            "CA2213" or "IDISP002" => MemberAt(node, model, cancellationToken) is { } member && _members.IsProved(member, cancellationToken),
            "IDISP006" when MemberAt(node, model, cancellationToken) is { } member => _members.IsProved(member, cancellationToken),
            "CA1001" or "IDISP006" => node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
                && model.GetDeclaredSymbol(declaration, cancellationToken) is INamedTypeSymbol declared
                && _members.AreAllProved(declared, cancellationToken),
            "IDISP007" => _closings.CloseTheirOwn(node, model, cancellationToken),
            _ => false,
        };

    private static ISymbol? MemberAt(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
        => node.FirstAncestorOrSelf<SyntaxNode>(candidate => candidate is VariableDeclaratorSyntax or PropertyDeclarationSyntax or FieldDeclarationSyntax or TypeDeclarationSyntax or BaseMethodDeclarationSyntax) switch
        {
            FieldDeclarationSyntax { Declaration.Variables: { Count: 1 } variables } => model.GetDeclaredSymbol(variables[0], cancellationToken),
            VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } variable => model.GetDeclaredSymbol(variable, cancellationToken),
            PropertyDeclarationSyntax property => model.GetDeclaredSymbol(property, cancellationToken),
            _ => null,
        };
}
