using System.Reflection;
using Orleans.Runtime;

namespace Connecto.LocalRuntime;

/// <summary>A method that returns <c>ValueTask</c> or <c>ValueTask&lt;T&gt;</c>.</summary>
internal sealed class GrainMethodOfValueTask<T>(MethodInfo method) : GrainMethod<T>(method)
{
    /// <inheritdoc />
    internal override object? Send(GrainReference to, object?[] args) =>
        typeof(T) == typeof(Nothing) ? new ValueTask((Task)SendCall(to, args)) : new ValueTask<T>(SendCall(to, args));
}
