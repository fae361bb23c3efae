namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Fate of a resource that a called method is handed.</summary>
internal enum ParameterFate
{
    /// <summary>It may keep it.</summary>
    Escapes,

    /// <summary>It uses it and leaves it to the caller.</summary>
    Borrows,

    /// <summary>It releases it, at least on some path.</summary>
    Releases,

    /// <summary>It gives it back as its result, and does nothing else with it: <c>Checked(redis)</c>.</summary>
    GivesBack,

    /// <summary>It gives it back, unless that takes too long: then nobody has what the task will give.</summary>
    GivesBackOrAbandons,

    /// <summary>A constructor puts it into a private field of the object, whose type never releases it and shows it to nobody.</summary>
    KeptByObject,
}
