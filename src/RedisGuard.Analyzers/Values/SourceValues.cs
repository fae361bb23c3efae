using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Values;

/// <summary>
/// One look at a member in source: what it is declared with, or what it gives back where it does nothing else. Only for
/// the few calls that a rule is about, so the cost of a semantic model isn't paid by ordinary code. Thread-safe.
/// </summary>
internal sealed class SourceValues
{
    private readonly Compilation _compilation;
    private readonly bool _steadyOnly;

    /// <param name="compilation">The sources.</param>
    /// <param name="steadyOnly">Whether a member counts only if it can't be given another value than it was declared with.</param>
    public SourceValues(Compilation compilation, bool steadyOnly = false)
    {
        _compilation = compilation;
        _steadyOnly = steadyOnly;
    }

    /// <summary>What a field or property is declared with; null where that is nothing, or not in source.</summary>
    public IOperation? Initial(ISymbol member, CancellationToken cancellationToken)
    {
        if (_steadyOnly && member is not (IFieldSymbol { IsReadOnly: true } or IFieldSymbol { IsConst: true } or IPropertySymbol { SetMethod: null }))
        {
            return null;
        }

        foreach (SyntaxReference reference in member.DeclaringSyntaxReferences)
        {
            ExpressionSyntax? value = reference.GetSyntax(cancellationToken) switch
            {
                VariableDeclaratorSyntax variable => variable.Initializer?.Value,
                PropertyDeclarationSyntax property => property.Initializer?.Value,
                _ => null,
            };
            if (value is not null)
            {
                return Read(value, cancellationToken);
            }
        }

        return null;
    }

    /// <summary>What a method or a property gives back, if a single expression says it; null otherwise.</summary>
    public IOperation? Returned(ISymbol member, CancellationToken cancellationToken)
    {
        if (member is { IsAbstract: true } or { IsVirtual: true } or { IsOverride: true })
        {
            return null;
        }

        foreach (SyntaxReference reference in member.DeclaringSyntaxReferences)
        {
            SyntaxNode declaration = reference.GetSyntax(cancellationToken);
            ExpressionSyntax? value = declaration switch
            {
                MethodDeclarationSyntax method => Single(method.ExpressionBody, method.Body),
                LocalFunctionStatementSyntax local => Single(local.ExpressionBody, local.Body),
                PropertyDeclarationSyntax { ExpressionBody: { } body } => body.Expression,
                PropertyDeclarationSyntax { AccessorList: { } accessors } =>
                    accessors.Accessors.FirstOrDefault(accessor => accessor.Keyword.ValueText == "get") is { } getter ? Single(getter.ExpressionBody, getter.Body) : null,
                _ => null,
            };
            if (value is not null)
            {
                return Read(value, cancellationToken);
            }
        }

        return null;
    }

    /// <summary>The body of a method or local function; null where it has none, or isn't source.</summary>
    public IOperation? Body(IMethodSymbol method, CancellationToken cancellationToken)
    {
        foreach (SyntaxReference reference in method.DeclaringSyntaxReferences)
        {
            SyntaxNode declaration = reference.GetSyntax(cancellationToken);
            if (declaration is MethodDeclarationSyntax { Body: not null } or MethodDeclarationSyntax { ExpressionBody: not null } or LocalFunctionStatementSyntax
                && _compilation.OperationOf(declaration, cancellationToken) is { } body)
            {
                return body is ILocalFunctionOperation local ? local.Body : body;
            }
        }

        return null;
    }

    /// <summary>What the calls in a helper's own type give for one of its parameters, each with the member around the call.</summary>
    public IEnumerable<(IOperation Argument, ISymbol Caller)> ArgumentsFor(IParameterSymbol parameter, IMethodSymbol helper, CancellationToken cancellationToken)
    {
        foreach (SyntaxReference reference in helper.ContainingType.DeclaringSyntaxReferences)
        {
            SyntaxNode type = reference.GetSyntax(cancellationToken);
            if (!_compilation.ContainsSyntaxTree(type.SyntaxTree))
            {
                continue;
            }

            SemanticModel model = _compilation.ModelOf(type.SyntaxTree);
            foreach (SyntaxNode call in CallsOf(helper, type, cancellationToken))
            {
                if (Called(model.GetOperation(call, cancellationToken)) is { Method: { } method, Arguments: var arguments }
                    && SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, helper.OriginalDefinition)
                    && model.GetEnclosingSymbol(call.SpanStart, cancellationToken) is { } caller
                    && arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal) is { } given)
                {
                    yield return (given.Value, caller);
                }
            }
        }
    }

    private static IEnumerable<SyntaxNode> CallsOf(IMethodSymbol helper, SyntaxNode type, CancellationToken cancellationToken)
        => helper.MethodKind == MethodKind.Constructor
            ? type.DescendantNodes().Where(node => node is BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax)
            : WrittenNames.CallsOf(helper.Name, type, cancellationToken);

    private static (IMethodSymbol? Method, ImmutableArray<IArgumentOperation> Arguments) Called(IOperation? call)
        => call switch
        {
            IInvocationOperation invocation => (invocation.TargetMethod, invocation.Arguments),
            IObjectCreationOperation creation => (creation.Constructor, creation.Arguments),
            _ => (null, ImmutableArray<IArgumentOperation>.Empty),
        };

    private static ExpressionSyntax? Single(ArrowExpressionClauseSyntax? arrow, BlockSyntax? body)
    {
        if (arrow is not null)
        {
            return arrow.Expression;
        }

        ReturnStatementSyntax[]? returns = body?.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>()
            .Take(2)
            .ToArray();
        return returns is [{ Expression: { } only }] ? only : null;
    }

    private IOperation? Read(ExpressionSyntax expression, CancellationToken cancellationToken) => _compilation.OperationOf(expression, cancellationToken);
}
