using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Ownership.Members;

namespace RedisGuard.Analyzers.Connections;

/// <summary>The fills of a member by what is opened there; a fill from a parameter says nothing of who owns it.</summary>
internal static class OpeningFills
{
    public static bool Contain(MemberUse fill, Opening opening)
        => fill.Operation.DescendantsAndSelf().Any(part => part.SemanticModel is not null && opening.Calls.Acquires(part, default));
}
