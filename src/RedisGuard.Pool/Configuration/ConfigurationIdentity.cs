using System.Reflection;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace RedisGuard.Pool.Configuration;

/// <summary>
/// Equal for configurations that lead to the same server in the same way. What has a value is compared by it, the password
/// included; callbacks by their target and method; all else (a socket manager, a retry policy, a tunnel …) by reference,
/// because two of them may be as different as two certificates.
/// </summary>
/// <remarks>It holds passwords, as the pools do: it is compared, never printed.</remarks>
internal sealed class ConfigurationIdentity : IEquatable<ConfigurationIdentity>
{
    // The fields and not the properties: reading some of those fills in defaults, and a newer library has more of them.
    private static readonly FieldInfo[] Fields =
        Array.FindAll(
            typeof(ConfigurationOptions).GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic),
            static field => field.FieldType != typeof(EndPointCollection)
                && field.FieldType != typeof(CommandMap)
                && field.FieldType != typeof(DefaultOptionsProvider));

    private readonly string _text;
    private readonly object?[] _endPoints;
    private readonly DefaultOptionsProvider _defaults;
    private readonly object?[] _values;

    public ConfigurationIdentity(ConfigurationOptions configuration)
    {
        _values = Array.ConvertAll(Fields, field => field.GetValue(configuration));
        var copy = configuration.Clone();
        copy.SetDefaultPorts();
        _endPoints = [.. copy.EndPoints];

        _defaults = copy.Defaults;

        // Has the command map in it.
        _text = copy.ToString(includePassword: true);
    }

    public bool Equals(ConfigurationIdentity? other) =>
        other is not null
        && string.Equals(_text, other._text, StringComparison.Ordinal)
        && _endPoints.AsSpan().SequenceEqual(other._endPoints)
        && (ReferenceEquals(_defaults, other._defaults) || (IsOfTheLibrary(_defaults) && _defaults.GetType() == other._defaults.GetType()))
        && _values.Zip(other._values).All(static pair => AreSame(pair.First, pair.Second));

    public override bool Equals(object? obj) => Equals(obj as ConfigurationIdentity);

    public override int GetHashCode() => string.GetHashCode(_text, StringComparison.Ordinal);

    public override string ToString() => nameof(ConfigurationIdentity);

    private static bool AreSame(object? one, object? other) => one switch
    {
        string or ValueType or Delegate or Version => one.Equals(other),
        _ => ReferenceEquals(one, other),
    };

    // The library makes a new one for each configuration, as soon as somebody asks; all of one type say the same.
    private static bool IsOfTheLibrary(DefaultOptionsProvider defaults) => defaults.GetType().Assembly == typeof(DefaultOptionsProvider).Assembly;
}
