namespace RedisGuard.Pool.Tests.Harm;

/// <summary>From when the time to the first answer counts.</summary>
internal enum FromWhen
{
    /// <summary>From when the fault began: it lasts, and only who does something about it gets over it.</summary>
    TheBeginning,

    /// <summary>From when the fault was over.</summary>
    TheEnd,
}
