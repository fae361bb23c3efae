using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>
/// <c>ConnectionMultiplexer.Connect(x)</c> becomes <c>RedisConnections.Get(x)</c>, and <c>ConnectAsync</c> becomes <c>GetAsync</c>: of
/// the one class of the project that keeps a connection for each configuration. See <see cref="ConnectionsHolder"/>.
/// </summary>
internal sealed class OpenOnceFix : Fix
{
    // What two options may differ in although their texts, by which the holder knows them, are the same.
    private static readonly HashSet<string> s_untold =
    [
        "CertificateSelection", "CertificateValidation", "SetUserPfxCertificate", "SetUserPemCertificate", "TrustIssuer",
        "SslClientAuthenticationOptions", "Tunnel", "BeforeSocketConnect", "SocketManager",
    ];

    public OpenOnceFix()
        : base(Fixes.OpenOnce, "Open one connection and share it in the whole project")
    {
    }

    protected override bool TakesTasks => true;

    protected override bool Apply(TrackedEdit edit, FixContext context, bool awaiting)
    {
        if (OwnUse.Surrounds(context))
        {
            return false;
        }

        Acquisition acquisition = context.Acquisition;
        INamedTypeSymbol? found = ConnectionsHolder.Find(context.Model.Compilation, context.CancellationToken);
        ExpressionSyntax holder = found is null ? IdentifierName(ConnectionsHolder.Name) : context.Receiver(found);
        if ((found is null && ConnectionsHolder.IsTaken(context))
            || Shared(acquisition, holder, context, awaiting) is not { } shared)
        {
            return false;
        }

        if (CachedFill.Of(context) is { } fill)
        {
            fill.Apply(edit, Acquisition.Shared(acquisition, shared.Opening, shared.Borrowing));
            AddHolder(edit, found, context);
            return true;
        }

        if (acquisition.IsTask || Disowning.Plan(context) is not { } disowning)
        {
            return false;
        }

        foreach (Acquisition other in disowning.OtherOpenings)
        {
            if (Shared(other, holder, context, awaiting: false) is not { } alike)
            {
                return false;
            }

            edit.Replace(alike.Opening, current => alike.Borrowing.WithTriviaFrom(current));
        }

        disowning.Apply(edit, shared.Opening, _ => shared.Borrowing, declaredType: null);
        AddHolder(edit, found, context);
        return true;
    }

    private static void AddHolder(TrackedEdit edit, INamedTypeSymbol? found, FixContext context)
    {
        if (found is null)
        {
            ConnectionsHolder.Add(edit, context);
        }
    }

    private static (ExpressionSyntax Opening, ExpressionSyntax Borrowing)? Shared(Acquisition acquisition, ExpressionSyntax holder, FixContext context, bool awaiting)
    {
        InvocationExpressionSyntax call = acquisition.Call;
        if (acquisition.Method.Name is not ("Connect" or "ConnectAsync")
            || call.ArgumentList.Arguments is not [{ } argument]
            || call.Expression.DescendantTrivia().Any(Layout.IsComment)
            || (argument.NameColon is not null && argument.DescendantTrivia().Any(Layout.IsComment))
            || (acquisition.Method.Parameters[0].Type.SpecialType != SpecialType.System_String && IsMoreThanText(context.Root)))
        {
            return null;
        }

        bool isAwaited = acquisition.IsAwaited || acquisition.IsTask || awaiting;
        ExpressionSyntax asking = InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, holder, IdentifierName(isAwaited ? "GetAsync" : "Get")),
            call.ArgumentList.ReplaceNode(argument, argument.WithNameColon(null).WithTriviaFrom(argument)).WithoutTrailingTrivia());

        // ConnectAsync(x).Result in code that can't await: the holder's own Get needs no task.
        return acquisition.IsAwaited || acquisition.IsTask ? (call, asking)
            : awaiting ? (acquisition.OuterValue, Awaited.In(acquisition.OuterValue, asking))
            : (acquisition.IsAsync ? acquisition.OuterValue : call, asking);
    }

    private static bool IsMoreThanText(SyntaxNode root) =>
        root.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && s_untold.Contains(token.ValueText));
}
