using RedisGuard.Analyzers.Registrations;

namespace RedisGuard.Analyzers.Connections;

/// <summary>What is known of a compilation only at its end.</summary>
/// <param name="Registrations">The lifetimes of its services.</param>
/// <param name="Closings">The members that other types close.</param>
internal sealed record WholeCompilation(ServiceRegistrations Registrations, ForeignClosings Closings);
