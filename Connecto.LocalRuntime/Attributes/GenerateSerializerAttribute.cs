namespace Orleans;

/// <summary>Marks a type that crosses grain calls. Values are handed over as they are here, so it must be immutable.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute;
