using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RedisGuard.Analyzers.Tests.Suppressors;

/// <summary>
/// Reports as a generic disposal analyzer would, and at the nodes where those do: each type, field, variable that is given a call, assignment,
/// and closing call. What the suppressor leaves of that is what it doesn't hold for proved.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class GenericReports : DiagnosticAnalyzer
{
    private readonly DiagnosticDescriptor _rule;

    public GenericReports(string id) => _rule = new DiagnosticDescriptor(id, "Generic", "Generic", "Tests", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_rule];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        SyntaxKind kind = _rule.Id switch
        {
            "CA1001" => SyntaxKind.ClassDeclaration,
            "CA2213" or "IDISP002" or "IDISP006" => SyntaxKind.FieldDeclaration,
            "IDISP003" => SyntaxKind.SimpleAssignmentExpression,
            _ => SyntaxKind.InvocationExpression,
        };
        context.RegisterSyntaxNodeAction(Report, kind);
    }

    private void Report(SyntaxNodeAnalysisContext context)
    {
        Location? place = context.Node switch
        {
            ClassDeclarationSyntax type => type.Identifier.GetLocation(),
            FieldDeclarationSyntax field => field.Declaration.Variables[0].GetLocation(),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" or "Close" } } call when _rule.Id == "IDISP007" => (call.Parent as ExpressionStatementSyntax ?? (SyntaxNode)call).GetLocation(),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Connect" or "ConnectAsync" } } call when _rule.Id != "IDISP007" => call.GetLocation(),
            AssignmentExpressionSyntax assignment when assignment.Right.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText is "Connect" or "ConnectAsync") => assignment.GetLocation(),
            _ => null,
        };
        if (place is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(_rule, place));
        }
    }
}
