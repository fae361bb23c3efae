using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Ownership.Members;

/// <summary>Whether something lets one caller in at a time: a lock, a monitor, a semaphore, a mutex, an interlocked swap.</summary>
internal static class Synchronization
{
    public static bool Guards(IOperation operation, IMethodSymbol method, TypeOwnership type)
    {
        return IsSynchronized(method) || IsUnderLock(operation)
            || (method.DeclaredAccessibility == Accessibility.Private && type.IsCalledUnderLock(method));
    }

    /// <summary>Whether a call stands under a lock, or in code that takes one.</summary>
    public static bool IsUnderLock(IOperation call)
    {
        IOperation root = call;
        for (IOperation? current = call.Parent; current is not null; current = current.Parent)
        {
            if (current is ILockOperation)
            {
                return true;
            }

            root = current;
        }

        return root.Descendants().Any(IsEntering);
    }

    private static bool IsSynchronized(IMethodSymbol method)
        => (method.MethodImplementationFlags & System.Reflection.MethodImplAttributes.Synchronized) != 0;

    /// <summary>By name, as every library has its own async lock.</summary>
    private static bool IsEntering(IOperation operation)
        => operation is IInvocationOperation { TargetMethod: { } method }
            && method.Name is "Wait" or "WaitAsync" or "WaitOne" or "Enter" or "TryEnter" or "EnterScope" or "EnterWriteLock" or "EnterUpgradeableReadLock"
                or "LockAsync" or "Lock" or "AcquireAsync" or "CompareExchange"
            && method.ContainingType?.Name is not ("Task" or "IDatabase" or "IDatabaseAsync");
}
