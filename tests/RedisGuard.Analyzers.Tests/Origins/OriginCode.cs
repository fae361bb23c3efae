using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Origins;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Origins;

/// <summary>Members of a type, and what is known of where its connections come from.</summary>
internal sealed class OriginCode
{
    private static readonly TestSetup s_setup = new()
    {
        Pool = true,
        Files =
        [
            ("Usings.cs", "global using StackExchange.Redis; global using StackExchange.Redis.KeyspaceIsolation; global using Microsoft.Extensions.DependencyInjection; global using RedisGuard.Pool;"),
            ("Others.cs",
                "public static class Shared { private static ConnectionMultiplexer? s_kept; public static ConnectionMultiplexer Kept => s_kept ??= Fresh(); public static ConnectionMultiplexer Get() => Kept; public static ConnectionMultiplexer Either => s_kept is null ? null! : s_kept; public static ConnectionMultiplexer Fresh() => ConnectionMultiplexer.Connect(\"a\"); }"
                + "public class Holder { private readonly ConnectionMultiplexer _kept = Shared.Fresh(); public ConnectionMultiplexer Kept => _kept; public ConnectionMultiplexer Get() => _kept; public virtual IConnectionMultiplexer Any => _kept; public virtual IConnectionMultiplexer Make() => _kept; }"
                + "public class Base { protected IConnectionMultiplexer _inherited; public Base(IConnectionMultiplexer inherited) => _inherited = inherited; protected IConnectionMultiplexer Inherited => _inherited; }"
                + "public sealed class InjectAttribute : Attribute;"),
        ],
    };

    private static readonly CSharpCompilation s_others = Analysis.Compile("", s_setup, Library.Newest);

    private readonly MarkedCode _code;

    /// <param name="members">The members of the type <c>Store</c>.</param>
    public OriginCode(string members)
        : this(new MarkedCode($"public partial class Store {{ {members} }}", s_others))
    {
    }

    public OriginCode(MarkedCode code)
    {
        _code = code;
        var index = OwnershipIndex.Of(code.Compilation, new AnalyzerOptions([]).AnalyzerConfigOptionsProvider)!;
        Known = new Provenance(index.Symbols, index.Types, index.CallsOf(ResourceKind.Connection));
    }

    public Provenance Known { get; }

    public IOperation Marked => _code.Marked;

    /// <summary>The origins of what is marked, in words.</summary>
    public string Origins => Tell(Known.Of(Marked, _code.MemberAround(Marked), TestContext.Current.CancellationToken));

    /// <summary>Tells what it passed on its way.</summary>
    public string Passed
    {
        get
        {
            Known.Of(Marked, _code.MemberAround(Marked), out IReadOnlyCollection<ISymbol> passed, TestContext.Current.CancellationToken);
            return Names(passed);
        }
    }

    /// <summary>The origins of what the type puts into a member, and what that passed on its way.</summary>
    public (string Origins, string Passed) Fills(string member)
    {
        ImmutableHashSet<Origin> origins = Known.OfFills(Member(member), _code.Type("Store"), out IReadOnlyCollection<ISymbol> passed, TestContext.Current.CancellationToken);
        Assert.Equal(origins, Known.OfFills(Member(member), _code.Type("Store"), TestContext.Current.CancellationToken));
        return (Tell(origins), Names(passed));
    }

    /// <summary>Tells whether the member's connection comes from outside the type.</summary>
    public bool IsGiven(string member) => Known.Given.Contain(Member(member), _code.Type("Store"), TestContext.Current.CancellationToken);

    public ISymbol Member(string name)
    {
        for (INamedTypeSymbol? type = _code.Type("Store"); ; type = type.BaseType!)
        {
            if (type.GetMembers(name) is [{ } member, ..])
            {
                return member;
            }
        }
    }

    private static string Tell(IEnumerable<Origin> origins) => string.Join(", ", origins.Select(Tell).Order(StringComparer.Ordinal));

    private static string Tell(Origin origin)
        => string.Join(" ", new[] { origin.Kind.ToString(), origin.Symbol?.Name, origin.IsPart ? "(part)" : null, origin.Copy is { } copy ? $"({copy.Name})" : null }.OfType<string>());

    private static string Names(IEnumerable<ISymbol> symbols) => string.Join(", ", symbols.Select(symbol => symbol.Name).Distinct().Order(StringComparer.Ordinal));
}
