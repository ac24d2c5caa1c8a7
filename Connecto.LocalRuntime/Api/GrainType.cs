namespace Orleans.Runtime;

/// <summary>The name of a kind of grain: its class name in lower case, without a closing "Grain".</summary>
public readonly record struct GrainType
{
    private readonly string? _value;

    private GrainType(string value) => _value = value;

    /// <summary>Whether it names nothing.</summary>
    public bool IsDefault => _value is null;

    /// <summary>The grain type with this name.</summary>
    public static GrainType Create(string value) => new(value);

    /// <inheritdoc />
    public override string ToString() => _value ?? "";
}
