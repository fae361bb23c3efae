using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Ownership;

/// <summary>A type with places of every sort for connections, and some code in it.</summary>
internal sealed class PlacesCode
{
    private const string Places =
        "private ConnectionMultiplexer? _m, _n; private static ConnectionMultiplexer? s_m; private IDatabase? _db; private Lazy<ConnectionMultiplexer>? _lazy; private Task<ConnectionMultiplexer>? _task;"
        + "private ConnectionMultiplexer[] _all = []; private readonly List<ConnectionMultiplexer> _list = []; private readonly Dictionary<string, ConnectionMultiplexer> _map = new();"
        + "private Pair _pair; private bool _isOpen; public ConnectionMultiplexer? Open { get; set; } private static ConnectionMultiplexer Connect() => ConnectionMultiplexer.Connect(\"a\");"
        + "private struct Pair { public ConnectionMultiplexer? Redis; public ConnectionMultiplexer? Other { get; set; } }";

    private static readonly CSharpCompilation s_others = Analysis.Compile(
        "",
        new TestSetup { Files = [("Others.cs", "global using StackExchange.Redis; public static class Elsewhere { public static T Same<T>(this T it) => it; public static T Plain<T>(T it) => it; public static void Take(object? it) { } public static void Take(object? it, object? other) { } }")] },
        Library.Newest);

    private readonly MarkedCode _code;

    /// <param name="members">Members of the type beside its places.</param>
    public PlacesCode(string members) => _code = new MarkedCode($"public partial class Store {{ {Places} {members} }}", s_others);

    public IOperation Marked => _code.Marked;

    public INamedTypeSymbol Type => _code.Type("Store");

    public ISymbol Member(string name) => Type.GetMembers(name).Single();

    /// <summary>Tells what the type does with all its places.</summary>
    public TypeOwnership Ownership
        => OwnershipIndex.Of(_code.Compilation, new AnalyzerOptions([]).AnalyzerConfigOptionsProvider)!.Types.Of(Type, TestContext.Current.CancellationToken);

    /// <summary>Tells what the type does with one of its places, in words.</summary>
    public string Tell(string place) => Tell(Member(place));

    /// <inheritdoc cref="Tell(string)"/>
    public string Tell(ISymbol place)
    {
        MemberOwnership account = Ownership.Of(place);
        return string.Join(
            ", ",
            account.Fills.Select(use => $"filled in {use.Member.Name} with {use.Value!.Syntax}")
                .Concat(account.Releases.Select(use => $"released in {use.Member.Name}"))
                .Concat(account.HandOvers.Select(use => $"handed over in {use.Member.Name}"))
                .Concat(account.Mentions.Select(use => $"mentioned in {use.Member.Name}")));
    }
}
