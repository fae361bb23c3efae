using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.Analyzers.Hazards;

/// <summary>
/// Tells the connection that a type opens for its blocking commands alone from one it uses for everything: it is private,
/// and all members that send commands over it send a command by its text.
/// </summary>
internal static class DedicatedMembers
{
    public static bool Contains(ISymbol kept, CancellationToken cancellationToken)
    {
        if (kept.DeclaredAccessibility != Accessibility.Private)
        {
            return false;
        }

        MemberDeclarationSyntax[] members = kept.ContainingType.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellationToken))
            .OfType<TypeDeclarationSyntax>()
            .SelectMany(type => type.Members)
            .ToArray();
        var names = new Queue<string>([kept.Name]);
        var seen = new HashSet<string>(names);
        while (names.Count > 0)
        {
            string name = names.Dequeue();
            foreach (MemberDeclarationSyntax member in members)
            {
                if (Declares(member, name) || !Mentions(member, name) || SendsByText(member) || OnlyKeeps(member, name))
                {
                    continue;
                }

                // A private field or getter in front of it is looked through; anything else sends other commands, or gives it away.
                if (PassesOn(member) is not { } passed)
                {
                    return false;
                }

                if (seen.Add(passed))
                {
                    names.Enqueue(passed);
                }
            }
        }

        return true;
    }

    private static bool Declares(MemberDeclarationSyntax member, string name)
        => member switch
        {
            FieldDeclarationSyntax fields => fields.Declaration.Variables.Any(variable => variable.Identifier.ValueText == name),
            PropertyDeclarationSyntax property => property.Identifier.ValueText == name,
            _ => false,
        };

    private static bool Mentions(SyntaxNode node, string name)
        => node.DescendantNodes().OfType<IdentifierNameSyntax>().Any(identifier => identifier.Identifier.ValueText == name);

    private static bool SendsByText(MemberDeclarationSyntax member)
        => member.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => NameOf(call.Expression) is { } name
            && (name is "Execute" or "ExecuteAsync" or "ExecuteResp" or "ExecuteRespAsync" || TypedBlockingCommandRule.MethodNames.Contains(name)));

    /// <summary>Fills it, closes it, or asks it nothing but how it is.</summary>
    private static bool OnlyKeeps(MemberDeclarationSyntax member, string name)
        => member is ConstructorDeclarationSyntax or DestructorDeclarationSyntax
            || member.DescendantNodes().OfType<IdentifierNameSyntax>().Where(identifier => identifier.Identifier.ValueText == name).All(IsKept);

    private static bool IsKept(IdentifierNameSyntax identifier)
    {
        SyntaxNode mention = identifier.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : identifier;
        return mention.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == mention,
            MemberAccessExpressionSyntax access => IsHarmless(access.Name.Identifier.ValueText),
            ConditionalAccessExpressionSyntax access => access.WhenNotNull.DescendantNodesAndSelf().OfType<MemberBindingExpressionSyntax>().All(binding => IsHarmless(binding.Name.Identifier.ValueText)),
            BinaryExpressionSyntax or IsPatternExpressionSyntax => true,
            ArgumentSyntax argument => argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword),
            _ => false,
        };
    }

    private static bool IsHarmless(string member)
        => member is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync" or "IsConnected" or "IsConnecting" or "IsValueCreated"
            or "ConnectionFailed" or "ConnectionRestored" or "ErrorMessage" or "InternalError";

    private static string? PassesOn(MemberDeclarationSyntax member)
    {
        bool isPrivate = !member.Modifiers.Any(modifier =>
            modifier.IsKind(SyntaxKind.PublicKeyword) || modifier.IsKind(SyntaxKind.InternalKeyword) || modifier.IsKind(SyntaxKind.ProtectedKeyword));
        return !isPrivate ? null : member switch
        {
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            FieldDeclarationSyntax { Declaration.Variables: [{ } variable] } => variable.Identifier.ValueText,
            MethodDeclarationSyntax { ExpressionBody: not null, ParameterList.Parameters.Count: 0 } method => method.Identifier.ValueText,
            _ => null,
        };
    }

    private static string? NameOf(ExpressionSyntax expression)
        => expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            _ => null,
        };
}
