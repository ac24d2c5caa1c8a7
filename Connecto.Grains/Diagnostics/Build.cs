using System.Reflection;

namespace Connecto.Diagnostics;

/// <summary>Which build this is.</summary>
public static class Build
{
    /// <summary>The product's version, such as <c>0.1.0</c>.</summary>
    public static string Version { get; } =
        typeof(Build)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    /// <summary>The engine that carries the grains: <c>orleans</c> or <c>local</c>.</summary>
    public static string Runtime { get; } =
        typeof(Orleans.Grain).Assembly.GetName().Name!.StartsWith("Orleans", StringComparison.Ordinal)
            ? "orleans"
            : "local";
}
