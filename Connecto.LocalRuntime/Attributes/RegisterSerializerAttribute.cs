namespace Orleans;

/// <summary>Marks a serializer of one's own. Without effect here.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class RegisterSerializerAttribute : Attribute;
