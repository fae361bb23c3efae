using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Secrets;

/// <summary>Certificates that nobody checks and passwords where they can be read (RG5001–RG5003). Not in tests; passwords not in samples either.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SecretAnalyzer : RedisAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.CertificateNotValidated, Descriptors.PasswordInSource, Descriptors.PasswordInLog);

    private protected override void Register(CompilationStartAnalysisContext context, RedisSymbols symbols)
    {
        var known = new SecretKnowledge(symbols);
        var certificates = new CertificateRule(known);
        var passwords = new PasswordInSourceRule(known);
        var logs = new PasswordInLogRule(known);
        context.RegisterOperationAction(
            operation =>
            {
                var invocation = (IInvocationOperation)operation.Operation;
                passwords.Judge(invocation, operation);
                logs.Judge(invocation, operation);
            },
            OperationKind.Invocation);
        context.RegisterOperationAction(
            operation =>
            {
                var assignment = (ISimpleAssignmentOperation)operation.Operation;
                passwords.Judge(assignment, operation);
                certificates.Judge(assignment, operation);
            },
            OperationKind.SimpleAssignment);
        context.RegisterOperationAction(operation => logs.Judge((IObjectCreationOperation)operation.Operation, operation), OperationKind.ObjectCreation);
        context.RegisterOperationAction(operation => certificates.Judge((IEventAssignmentOperation)operation.Operation, operation), OperationKind.EventAssignment);
    }
}
