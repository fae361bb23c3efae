using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;

namespace RedisGuard.Watch.Library;

/// <summary>
/// The frames of a stack as numbers. A <see cref="StackTrace"/> makes an object for the method of each frame, which costs five
/// times as much as the walk; the runtime's own helper doesn't. Where it isn't as expected, a stack trace does the same slowly.
/// </summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Trimmed.Members)]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = Trimmed.Members)]
[UnconditionalSuppressMessage("AOT", "IL3050", Justification = Trimmed.Code)]
internal sealed class RuntimeStack
{
    private delegate void Walk(int most, out IntPtr[]? methods, out int[]? offsets, out int count);

    private static readonly Walk? s_walk = Compile();

    private readonly IntPtr[] _methods;
    private readonly int[] _offsets;
    private StackFrame[]? _frames;

    private RuntimeStack(IntPtr[] methods, int[] offsets, int count, bool isPart)
    {
        _methods = methods;
        _offsets = offsets;
        Count = count;
        IsPart = isPart;
    }

    /// <summary>Whether the fast way is there.</summary>
    public static bool IsFast => s_walk is not null;

    public int Count { get; }

    /// <summary>Tells whether there may be more frames below; such a one has no symbols.</summary>
    public bool IsPart { get; }

    /// <summary>The innermost first; the first few are the watch's own.</summary>
    /// <param name="most">So many frames are enough, as each costs a third of a microsecond; 0 for all.</param>
    public static RuntimeStack Capture(int most = 0)
    {
        if (s_walk is not null)
        {
            s_walk(most, out var methods, out var offsets, out var count);
            if (methods is not null && offsets is not null && count <= Math.Min(methods.Length, offsets.Length))
            {
                return new RuntimeStack(methods, offsets, count, isPart: most > 0 && count >= most);
            }
        }

        var frames = new StackTrace(fNeedFileInfo: false).GetFrames();
        return new RuntimeStack(
            Array.ConvertAll(frames, static frame => HandleOf(frame)), Array.ConvertAll(frames, static frame => frame.GetILOffset()), frames.Length, isPart: false);
    }

    /// <summary>The place in the code: one method, one call in it.</summary>
    public (IntPtr Method, int Offset) this[int at] => (_methods[at], _offsets[at]);

    /// <summary>The frame with its symbols. Slow, and to be asked on the very stack that was captured.</summary>
    /// <returns><see langword="null"/> for a frame of whoever walks, which is another one by now.</returns>
    public StackFrame? WithSymbols(int at)
    {
        _frames ??= new StackTrace(fNeedFileInfo: true).GetFrames();
        // Counted from the outermost: the two differ in the innermost only.
        var frame = _frames.Length - (Count - at);
        return frame >= 0 && _frames[frame].GetILOffset() == _offsets[at] ? _frames[frame] : null;
    }

    private static IntPtr HandleOf(StackFrame frame)
    {
        try
        {
            return frame.GetMethod()?.MethodHandle.Value ?? IntPtr.Zero;
        }
        catch (InvalidOperationException)
        {
            // A dynamic method has none to give.
            return IntPtr.Zero;
        }
    }

    private static Walk? Compile()
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var helper = typeof(StackTrace).Assembly.GetType("System.Diagnostics.StackFrameHelper");
        var make = helper?.GetConstructors(Any).FirstOrDefault(static constructor => constructor.GetParameters() is [] or [{ ParameterType.IsValueType: false }]);
        var walk = helper?.GetMethod("InitializeSourceInfo", Any, [typeof(bool), typeof(Exception)]);
        var methods = helper?.GetField("rgMethodHandle", Any);
        var offsets = helper?.GetField("rgiILOffset", Any);
        var count = helper?.GetField("iFrameCount", Any);
        if (make is null || walk is null || methods?.FieldType != typeof(IntPtr[]) || offsets?.FieldType != typeof(int[]) || count?.FieldType != typeof(int))
        {
            return null;
        }

        var method = new DynamicMethod(
            "Walk", null, [typeof(int), typeof(IntPtr[]).MakeByRefType(), typeof(int[]).MakeByRefType(), typeof(int).MakeByRefType()], typeof(StackTrace), skipVisibility: true);
        var body = method.GetILGenerator();
        var local = body.DeclareLocal(helper!);
        if (make.GetParameters().Length == 1)
        {
            body.Emit(OpCodes.Ldnull);
        }

        body.Emit(OpCodes.Newobj, make);
        body.Emit(OpCodes.Stloc, local);
        // What it holds before is the limit, what it holds after is the count.
        body.Emit(OpCodes.Ldloc, local);
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Stfld, count);
        body.Emit(OpCodes.Ldloc, local);
        body.Emit(OpCodes.Ldc_I4_0);
        body.Emit(OpCodes.Ldnull);
        body.Emit(OpCodes.Call, walk);
        foreach (var (argument, field, store) in new[] { (1, methods, OpCodes.Stind_Ref), (2, offsets, OpCodes.Stind_Ref), (3, count, OpCodes.Stind_I4) })
        {
            body.Emit(OpCodes.Ldarg, (short)argument);
            body.Emit(OpCodes.Ldloc, local);
            body.Emit(OpCodes.Ldfld, field);
            body.Emit(store);
        }

        body.Emit(OpCodes.Ret);
        return method.CreateDelegate<Walk>();
    }
}
