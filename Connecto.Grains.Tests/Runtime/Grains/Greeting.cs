namespace Connecto.Grains.Tests.Runtime.Grains;

/// <summary>A service of a host.</summary>
public sealed record Greeting(string Text);
