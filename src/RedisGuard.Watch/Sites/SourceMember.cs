using System.Reflection;
using System.Runtime.CompilerServices;

namespace RedisGuard.Watch.Sites;

/// <summary>The member that somebody wrote, from the method that the compiler made of a part of it.</summary>
internal static class SourceMember
{
    /// <summary>Namespace, type and member: <c>Shop.Checkout.Pay</c> for <c>Shop.Checkout+&lt;Pay&gt;d__2.MoveNext</c>.</summary>
    public static string NameOf(MethodBase method) => TypeOf(method.DeclaringType) is { } type
        ? $"{Unarited(type.FullName ?? type.Name)}.{Constructor(MemberOf(method))}"
        : method.Name;

    /// <summary>Type and method, for what was called: <c>RedisCache.GetString</c>.</summary>
    public static string ShortNameOf(MethodBase method) => TypeOf(method.DeclaringType) is { } type
        ? $"{Unarited(type.Name)}.{Constructor(MemberOf(method))}"
        : method.Name;

    // The type that is written in the source: state machines and closures are nested in it.
    private static Type? TypeOf(Type? type)
    {
        while (type is { DeclaringType: not null } && type.Name.StartsWith('<'))
        {
            type = type.DeclaringType;
        }

        return type;
    }

    private static string MemberOf(MethodBase method)
    {
        var name = method.Name;
        // A local function or a lambda names the member around it: <Pay>g__Connect|0_1, <Pay>b__3_0.
        if (Between(name) is { Length: > 0 } around && !IsMain(name))
        {
            return Between(around) is { Length: > 0 } outer && !IsMain(around) ? outer : around;
        }

        if (IsMain(name))
        {
            return name;
        }

        // A state machine or a closure: the nearest type around it that names a member, <Pay>d__2.
        for (var type = method.DeclaringType; type is not null && type.Name.StartsWith('<'); type = type.DeclaringType)
        {
            if (IsMain(type.Name[..(type.Name.LastIndexOf('>') + 1)]) || type.Name.StartsWith("<<Main>$>", StringComparison.Ordinal))
            {
                return "<Main>$";
            }

            if (typeof(IAsyncStateMachine).IsAssignableFrom(type) || type.Name.Contains(">d__", StringComparison.Ordinal))
            {
                // Of a lambda: <<Pay>b__0>d.
                var inner = Between(type.Name);
                return Between(inner) is { Length: > 0 } member ? member : inner;
            }
        }

        return name;
    }

    // In the name of a type a constructor's dot is a hyphen.
    private static string Constructor(string name) => name is "-ctor" or "-cctor" ? "." + name[1..] : name;

    private static bool IsMain(string name) => name is "<Main>$" or "<Main>";

    // What stands between the outermost angle brackets that the name begins with.
    private static string Between(string name)
    {
        if (!name.StartsWith('<'))
        {
            return "";
        }

        var depth = 0;
        for (var at = 0; at < name.Length; at++)
        {
            depth += name[at] switch { '<' => 1, '>' => -1, _ => 0 };
            if (depth == 0)
            {
                return name[1..at] == "Main" && at + 1 < name.Length && name[at + 1] == '$' ? "<Main>$" : name[1..at];
            }
        }

        return "";
    }

    private static string Unarited(string name)
    {
        var bracket = name.IndexOf('[', StringComparison.Ordinal);
        var bare = bracket < 0 ? name : name[..bracket];
        return string.Join('+', bare.Split('+').Select(static part => part.Split('`')[0])).Replace('+', '.');
    }
}
