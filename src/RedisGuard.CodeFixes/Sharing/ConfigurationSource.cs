using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>
/// Source of the configuration of a connection, in a form that is the same for two expressions that lead to one server: the
/// text itself, the key of the application's configuration, the property of its settings.
/// </summary>
internal static class ConfigurationSource
{
    private const int MostSteps = 5;

    /// <summary>Null where it can't be told.</summary>
    public static string? Of(ExpressionSyntax configuration, SiteContext context) => Of(configuration, context, MostSteps);

    /// <summary>The same of the connecting call in some code, or of the variable that holds its connection.</summary>
    public static string? OfOpening(ExpressionSyntax code, SiteContext context)
    {
        SemanticModel model = ModelOf(code, context);
        if (code is IdentifierNameSyntax name)
        {
            return model.GetSymbolInfo(name, context.CancellationToken).Symbol is { } variable && ValueOf(variable, context) is { } value ? OfOpening(value, context) : null;
        }

        return code.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>()
            .Where(call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Connect" or "ConnectAsync" }
                && call.ArgumentList.Arguments.Count > 0
                && model.GetSymbolInfo(call, context.CancellationToken).Symbol is IMethodSymbol { ContainingType.Name: "ConnectionMultiplexer" })
            .Select(call => Of(call.ArgumentList.Arguments[0].Expression, context))
            .FirstOrDefault();
    }

    private static string? Of(ExpressionSyntax expression, SiteContext context, int steps)
    {
        if (steps == 0)
        {
            return null;
        }

        SemanticModel model = ModelOf(expression, context);
        if (model.GetConstantValue(expression, context.CancellationToken).Value is string text)
        {
            return "=" + text;
        }

        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                return Of(parenthesized.Expression, context, steps);
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed:
                return Of(suppressed.Operand, context, steps);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: ThrowExpressionSyntax } required:
                return Of(required.Left, context, steps);
            case ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ } key] } access:
                return Key(access.Expression, key, prefix: string.Empty, model, context);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access, ArgumentList.Arguments: [{ } first, ..] }:
                return access.Name.Identifier.ValueText switch
                {
                    "GetConnectionString" => Key(access.Expression, first, "ConnectionStrings:", model, context),
                    "GetValue" => Key(access.Expression, first, string.Empty, model, context),
                    "Parse" => Of(first.Expression, context, steps - 1),
                    _ => null,
                };
        }

        return model.GetSymbolInfo(expression, context.CancellationToken).Symbol switch
        {
            IPropertySymbol { IsIndexer: false, ContainingType.IsStatic: false } property when expression is MemberAccessExpressionSyntax => "." + property.ToDisplayString(),
            { Kind: SymbolKind.Field or SymbolKind.Local or SymbolKind.Property } variable when ValueOf(variable, context) is { } value => Of(value, context, steps - 1),
            { IsStatic: true, Kind: SymbolKind.Field or SymbolKind.Property } shared => "." + shared.ToDisplayString(),
            _ => null,
        };
    }

    private static string? Key(ExpressionSyntax configuration, ArgumentSyntax key, string prefix, SemanticModel model, SiteContext context)
    {
        if (model.GetConstantValue(key.Expression, context.CancellationToken).Value is not string name)
        {
            return null;
        }

        if (configuration is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetSection" or "GetRequiredSection" } section, ArgumentList.Arguments: [{ } outer] })
        {
            return Key(section.Expression, outer, string.Empty, model, context) is { } path ? $"{path}:{prefix}{name}" : null;
        }

        return model.GetTypeInfo(configuration, context.CancellationToken).Type is { } type
            && type.AllInterfaces.Append(type).Any(implemented => implemented.Name is "IConfiguration" or "IConfigurationManager" or "IConfigurationBuilder")
                ? prefix + name
                : null;
    }

    // What a variable is made with, or is given once.
    private static ExpressionSyntax? ValueOf(ISymbol variable, SiteContext context)
    {
        if (variable.DeclaringSyntaxReferences is not [{ } declared])
        {
            return null;
        }

        SyntaxNode declaration = declared.GetSyntax(context.CancellationToken);
        ExpressionSyntax? initial = declaration switch
        {
            VariableDeclaratorSyntax variableDeclaration => variableDeclaration.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value ?? property.ExpressionBody?.Expression,
            _ => null,
        };
        SyntaxNode scope = declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? declaration.SyntaxTree.GetRoot(context.CancellationToken);
        AssignmentExpressionSyntax[] assignments =
        [
            .. scope.DescendantNodes().OfType<AssignmentExpressionSyntax>().Where(assignment =>
                assignment.Left is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
                && (assignment.Left as IdentifierNameSyntax ?? ((MemberAccessExpressionSyntax)assignment.Left).Name).Identifier.ValueText == variable.Name),
        ];
        return (initial, assignments) switch
        {
            ({ } value, []) => value,
            (null, [{ } only]) => only.Right,
            _ => null,
        };
    }

    private static SemanticModel ModelOf(SyntaxNode node, SiteContext context) =>
        node.SyntaxTree == context.Root.SyntaxTree ? context.Model : context.Model.Compilation.GetSemanticModel(node.SyntaxTree);
}
