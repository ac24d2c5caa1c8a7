namespace Orleans.Placement;

/// <summary>Says that activations of the grain stay on their silo; here there is none to move them to.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ImmovableAttribute : Attribute;
