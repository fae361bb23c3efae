namespace RedisGuard.Analyzers.Origins;

/// <summary>The ways in which code comes by a connection.</summary>
internal enum OriginKind
{
    /// <summary>Can't be told.</summary>
    Unknown,

    /// <summary>Null: no connection at all.</summary>
    Nothing,

    /// <summary>A call in this code opened it, or a function that this code gives away opens it.</summary>
    Opened,

    /// <summary>A parameter of the code around, or of a lambda in it.</summary>
    Parameter,

    /// <summary>A field or property that only constructors fill, from their parameters, or that a container fills.</summary>
    Given,

    /// <summary>Any other field or property in source: what is put into it tells more.</summary>
    Kept,

    /// <summary>The connection behind a database or subscriber that was itself given.</summary>
    BehindGiven,

    /// <summary>A container that was asked for it.</summary>
    Container,

    /// <summary>A pool of RedisGuard.</summary>
    Pool,

    /// <summary>A static member of another type, which keeps it for everybody.</summary>
    KeptByType,

    /// <summary>A member of another object, which keeps it for all who ask.</summary>
    KeptByObject,
}
