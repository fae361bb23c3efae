using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Reading;

/// <summary>Reads what a command's flags say of its answer.</summary>
internal static class CommandFlags
{
    private const int FireAndForget = 2;

    /// <summary>
    /// Whether the command's task may be done at once, with nothing in it: the flags say so, or they can't be read here.
    /// </summary>
    public static bool MayFireAndForget(IInvocationOperation command)
        => FlagsOf(command) is { } flags && (flags.ConstantValue is not { HasValue: true, Value: int value } || (value & FireAndForget) != 0);

    /// <summary>Whether the flags say it where they can be read.</summary>
    public static bool FiresAndForgets(IInvocationOperation command)
        => FlagsOf(command) is { ConstantValue: { HasValue: true, Value: int value } } && (value & FireAndForget) != 0;

    private static IOperation? FlagsOf(IInvocationOperation command)
    {
        foreach (IArgumentOperation argument in command.Arguments)
        {
            if (argument.Parameter?.Type is { Name: "CommandFlags", TypeKind: TypeKind.Enum })
            {
                return argument.Value;
            }
        }

        return null;
    }
}
