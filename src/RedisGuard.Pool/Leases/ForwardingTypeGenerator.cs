using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using RedisGuard.Pool.Connections;
using StackExchange.Redis;

namespace RedisGuard.Pool.Leases;

/// <summary>Makes types that implement an interface by passing each call on, after it came by <see cref="LeasedObject"/>.</summary>
[RequiresDynamicCode("It generates code.")]
internal sealed class ForwardingTypeGenerator
{
    /// <summary>The pool's internals are visible to it.</summary>
    public const string AssemblyName = "RedisGuard.Pool.Leased";

    private const MethodAttributes Implementation =
        MethodAttributes.Private | MethodAttributes.Final | MethodAttributes.Virtual | MethodAttributes.HideBySig | MethodAttributes.NewSlot;

    private static readonly ConstructorInfo Base = typeof(LeasedObject).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic)[0];
    private static readonly MethodInfo Enter = typeof(LeasedObject).GetMethod(nameof(LeasedObject.Enter))!;
    private static readonly MethodInfo EnterCommand = typeof(LeasedObject).GetMethod(nameof(LeasedObject.EnterCommand))!;
    private static readonly MethodInfo EnterAndLetGo = typeof(LeasedObject).GetMethod(nameof(LeasedObject.EnterAndLetGo))!;
    private static readonly MethodInfo Fail = typeof(LeasedObject).GetMethod(nameof(LeasedObject.Fail))!;
    private static readonly MethodInfo Leave = typeof(LeasedObject).GetMethod(nameof(LeasedObject.Leave))!;
    private static readonly MethodInfo LeaveAsync = typeof(LeasedObject).GetMethod(nameof(LeasedObject.LeaveAsync))!;
    private static readonly MethodInfo WrapBatch = typeof(LeasedObject).GetMethod(nameof(LeasedObject.Wrap), [typeof(IBatch)])!;
    private static readonly MethodInfo WrapTransaction = typeof(LeasedObject).GetMethod(nameof(LeasedObject.Wrap), [typeof(ITransaction)])!;

    private readonly ModuleBuilder _module =
        AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(AssemblyName), AssemblyBuilderAccess.Run).DefineDynamicModule(AssemblyName);

    /// <summary>A maker of objects that pass calls of <typeparamref name="T"/> on.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2090", Justification = "The pool calls the interfaces of the library; where code can be generated they are whole.")]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "See above.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "See above.")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "See above.")]
    public Func<T, ConnectionSlot, long, T> Generate<T>()
    {
        var type = _module.DefineType($"Leased{typeof(T).Name[1..]}", TypeAttributes.NotPublic | TypeAttributes.Sealed, typeof(LeasedObject), [typeof(T)]);
        var inner = type.DefineField("_inner", typeof(T), FieldAttributes.Private | FieldAttributes.InitOnly);
        var constructor = DefineConstructor(type, inner);
        foreach (var contract in typeof(T).GetInterfaces().Append(typeof(T)))
        {
            foreach (var method in contract.GetMethods(BindingFlags.Instance | BindingFlags.Public))
            {
                Forward(type, inner, method);
            }
        }

        var make = type.DefineMethod("Make", MethodAttributes.Public | MethodAttributes.Static, typeof(T), [typeof(T), typeof(ConnectionSlot), typeof(long)]);
        var code = make.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Newobj, constructor);
        code.Emit(OpCodes.Ret);
        return type.CreateType().GetMethod(make.Name)!.CreateDelegate<Func<T, ConnectionSlot, long, T>>();
    }

    private static ConstructorBuilder DefineConstructor(TypeBuilder type, FieldBuilder inner)
    {
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [inner.FieldType, typeof(ConnectionSlot), typeof(long)]);
        var code = constructor.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Ldarg_3);
        code.Emit(OpCodes.Call, Base);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Stfld, inner);
        code.Emit(OpCodes.Ret);
        return constructor;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The generic parameters are those of the method that is passed on, with its own constraints.")]
    private static void Forward(TypeBuilder type, FieldBuilder inner, MethodInfo method)
    {
        var parameters = method.GetParameters();
        var result = method.ReturnParameter;
        var forwarding = type.DefineMethod($"{method.DeclaringType!.Name}.{method.Name}", Implementation, CallingConventions.HasThis);
        Type[] generics = method.IsGenericMethodDefinition
            ? [.. forwarding.DefineGenericParameters(Array.ConvertAll(method.GetGenericArguments(), static generic => generic.Name))]
            : [];
        forwarding.SetSignature(
            Close(result.ParameterType, generics),
            result.GetRequiredCustomModifiers(),
            result.GetOptionalCustomModifiers(),
            Array.ConvertAll(parameters, parameter => Close(parameter.ParameterType, generics)),
            Array.ConvertAll(parameters, static parameter => parameter.GetRequiredCustomModifiers()),
            Array.ConvertAll(parameters, static parameter => parameter.GetOptionalCustomModifiers()));
        var code = forwarding.GetILGenerator();
        var isByName = IsByName(method, parameters);
        CallBefore(code, method, isByName);
        if (isByName)
        {
            CallByName(code, inner, method, parameters);
        }
        else
        {
            CallAndWrap(code, inner, generics.Length == 0 ? method : method.MakeGenericMethod(generics), parameters.Length);
        }

        code.Emit(OpCodes.Ret);
        type.DefineMethodOverride(forwarding, method);
    }

    // The same type, of the generic parameters of the new method: Wait<T>(Task<T>).
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The generic parameters are those of the method that is passed on, with its own constraints.")]
    private static Type Close(Type type, Type[] generics) =>
        generics.Length == 0 ? type
        : type.IsGenericMethodParameter ? generics[type.GenericParameterPosition]
        : type.IsConstructedGenericType ? type.GetGenericTypeDefinition().MakeGenericType(Array.ConvertAll(type.GetGenericArguments(), argument => Close(argument, generics)))
        : type.ContainsGenericParameters ? throw new NotSupportedException($"{type} has generic parameters in a place that isn't known here.")
        : type;

    // The newest library has ExecuteResp beside Execute; the answer is of another type.
    private static bool IsByName(MethodInfo method, ParameterInfo[] parameters) =>
        method.Name.StartsWith("Execute", StringComparison.Ordinal) && parameters is [{ ParameterType: { } first }, ..] && first == typeof(string);

    private static void CallAndWrap(ILGenerator code, FieldBuilder inner, MethodInfo method, int parameters)
    {
        var wrap = method.ReturnType == typeof(ITransaction) ? WrapTransaction : method.ReturnType == typeof(IBatch) ? WrapBatch : null;
        if (wrap is not null)
        {
            code.Emit(OpCodes.Ldarg_0);
        }

        Call(code, inner, method, parameters);
        if (wrap is not null)
        {
            code.Emit(OpCodes.Call, wrap);
        }
    }

    // Its answer goes by Leave, what it throws by Fail.
    private static void CallByName(ILGenerator code, FieldBuilder inner, MethodInfo method, ParameterInfo[] parameters)
    {
        var answer = code.DeclareLocal(method.ReturnType);
        var failure = code.DeclareLocal(typeof(Exception));
        code.BeginExceptionBlock();
        Call(code, inner, method, parameters.Length);
        code.Emit(OpCodes.Stloc, answer);
        code.BeginCatchBlock(typeof(Exception));
        code.Emit(OpCodes.Stloc, failure);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldloc, failure);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Call, Fail);
        code.Emit(OpCodes.Rethrow);
        code.EndExceptionBlock();
        code.Emit(OpCodes.Ldarg_0);
        var leaveAsync = LeaveLater(method);
        if (leaveAsync is not null)
        {
            code.Emit(OpCodes.Ldloc, answer);
        }

        code.Emit(OpCodes.Ldarg_1);
        if (Array.FindIndex(parameters, static parameter => parameter.ParameterType == typeof(CommandFlags)) is >= 0 and var flags)
        {
            code.Emit(OpCodes.Ldarg, (short)(flags + 1));
        }
        else
        {
            code.Emit(OpCodes.Ldc_I4, (int)CommandFlags.None);
        }

        code.Emit(OpCodes.Call, leaveAsync ?? Leave);
        if (leaveAsync is null)
        {
            code.Emit(OpCodes.Ldloc, answer);
        }
    }

    // What the answer goes through when it is still to come.
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "It asks nothing of its parameter.")]
    private static MethodInfo? LeaveLater(MethodInfo method)
    {
        var answer = method.ReturnType;
        return answer.IsGenericType && answer.GetGenericTypeDefinition() == typeof(Task<>) ? LeaveAsync.MakeGenericMethod(answer.GetGenericArguments())
            : answer == typeof(void) || answer == typeof(Task) || answer.Name.StartsWith(nameof(ValueTask), StringComparison.Ordinal) ? throw new NotSupportedException($"{method} answers in a way that isn't known here.")
            : null;
    }

    private static void Call(ILGenerator code, FieldBuilder inner, MethodInfo method, int parameters)
    {
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldfld, inner);
        for (var index = 1; index <= parameters; index++)
        {
            code.Emit(OpCodes.Ldarg, (short)index);
        }

        code.Emit(OpCodes.Callvirt, method);
    }

    private static void CallBefore(ILGenerator code, MethodInfo method, bool isByName)
    {
        code.Emit(OpCodes.Ldarg_0);
        if (isByName)
        {
            code.Emit(OpCodes.Ldarg_1);
            code.Emit(OpCodes.Call, EnterCommand);
        }
        else if (WhatItLetsGo(method.ReturnType) is { } spoil)
        {
            code.Emit(OpCodes.Ldc_I4, (int)spoil);
            code.Emit(OpCodes.Call, EnterAndLetGo);
        }
        else
        {
            code.Emit(OpCodes.Call, Enter);
        }
    }

    // An interface is something with commands of its own, except for what is wrapped.
    private static LeaseSpoil? WhatItLetsGo(Type result)
    {
        if (!result.IsInterface || result == typeof(ITransaction) || result == typeof(IBatch))
        {
            return null;
        }

        return result.IsGenericType ? LeaseSpoil.Sequence : LeaseSpoil.Connection;
    }
}
