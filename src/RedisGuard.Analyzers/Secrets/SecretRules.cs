using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Secrets;

/// <summary>Certificates that nobody checks and passwords where they can be read (RG5001–RG5003). Not in tests; passwords not in samples either.</summary>
internal sealed class SecretRules : RuleFamily
{
    public override ImmutableArray<DiagnosticDescriptor> Reports { get; } = ImmutableArray.Create(
        Descriptors.CertificateNotValidated, Descriptors.PasswordInSource, Descriptors.PasswordInLog);

    public override void Register(RuleRegistry registry)
    {
        var known = new SecretKnowledge(registry);
        var certificates = new CertificateRule(known);
        var passwords = new PasswordInSourceRule(known);
        var logs = new PasswordInLogRule(known);
        registry.OnOperation(
            operation =>
            {
                var invocation = (IInvocationOperation)operation.Operation;
                passwords.Check(invocation, operation);
                logs.Check(invocation, operation);
            },
            OperationKind.Invocation);
        registry.OnOperation(
            operation =>
            {
                var assignment = (ISimpleAssignmentOperation)operation.Operation;
                passwords.Check(assignment, operation);
                certificates.Check(assignment, operation);
            },
            OperationKind.SimpleAssignment);
        registry.OnOperation(operation => passwords.Check((IAssignmentOperation)operation.Operation, operation), OperationKind.CoalesceAssignment);
        registry.OnOperation(operation => logs.Check((IObjectCreationOperation)operation.Operation, operation), OperationKind.ObjectCreation);
        registry.OnOperation(operation => certificates.Check((IEventAssignmentOperation)operation.Operation, operation), OperationKind.EventAssignment);
    }
}
