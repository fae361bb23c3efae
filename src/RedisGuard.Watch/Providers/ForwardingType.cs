using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using RedisGuard.Watch.Library;
using StackExchange.Redis.Configuration;

namespace RedisGuard.Watch.Providers;

/// <summary>
/// The class behind <see cref="ForwardingProvider"/>, generated against the library that is loaded: a compiled one would
/// answer for itself where a newer library asks something new, and so change the program's defaults.
/// </summary>
[UnconditionalSuppressMessage("AOT", "IL3050", Justification = Trimmed.Code)]
internal static class ForwardingType
{
    private static readonly Func<ForwardingProvider> s_create = Generate();

    public static ForwardingProvider Create() => s_create();

    private static Func<ForwardingProvider> Generate()
    {
        var module = AssemblyBuilder
            .DefineDynamicAssembly(new AssemblyName("RedisGuard.Watch.Forwarding"), AssemblyBuilderAccess.Run)
            .DefineDynamicModule("RedisGuard.Watch.Forwarding");
        var type = module.DefineType("Forwarding", TypeAttributes.Public | TypeAttributes.Sealed, typeof(ForwardingProvider));
        var inner = typeof(ForwardingProvider).GetProperty(nameof(ForwardingProvider.Inner))!.GetMethod!;
        foreach (var method in typeof(ForwardingProvider).GetMethods(BindingFlags.Instance | BindingFlags.Public))
        {
            // What the provider in between doesn't answer itself: new members, and the library's override of ToString.
            if (method is { IsVirtual: true, IsFinal: false } && method.DeclaringType == typeof(DefaultOptionsProvider))
            {
                Forward(type, method, inner);
            }
        }

        var created = type.CreateType();
        return () => (ForwardingProvider)Activator.CreateInstance(created)!;
    }

    private static void Forward(TypeBuilder type, MethodInfo method, MethodInfo inner)
    {
        var parameters = method.GetParameters();
        var forward = type.DefineMethod(
            method.Name,
            (method.Attributes & ~MethodAttributes.NewSlot) | MethodAttributes.ReuseSlot,
            method.ReturnType,
            Array.ConvertAll(parameters, static parameter => parameter.ParameterType));
        var body = forward.GetILGenerator();
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Call, inner);
        for (var at = 1; at <= parameters.Length; at++)
        {
            body.Emit(OpCodes.Ldarg, (short)at);
        }

        body.Emit(OpCodes.Callvirt, method);
        body.Emit(OpCodes.Ret);
        type.DefineMethodOverride(forward, method);
    }
}
