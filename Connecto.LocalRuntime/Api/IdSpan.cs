namespace Orleans.Runtime;

/// <summary>A grain's key as text: integers in upper-case hexadecimal, GUIDs as 32 digits.</summary>
public readonly record struct IdSpan
{
    private readonly string? _value;

    private IdSpan(string value) => _value = value;

    /// <summary>Whether it holds nothing.</summary>
    public bool IsDefault => _value is null;

    /// <summary>The key with this text.</summary>
    public static IdSpan Create(string id) => new(id);

    /// <inheritdoc />
    public override string ToString() => _value ?? "";
}
