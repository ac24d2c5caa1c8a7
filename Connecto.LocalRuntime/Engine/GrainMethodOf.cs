using System.Reflection;
using Orleans.Runtime;

namespace Connecto.LocalRuntime;

/// <summary>A method that returns <c>Task</c>, <c>Task&lt;T&gt;</c> or nothing.</summary>
internal class GrainMethod<T>(MethodInfo method) : GrainMethod(method)
{
    private static readonly Task<T> Sent = Task.FromResult(default(T)!);

    /// <inheritdoc />
    internal override object? Send(GrainReference to, object?[] args) => SendCall(to, args);

    protected Task<T> SendCall(GrainReference to, object?[] args)
    {
        PassReferences(args);
        var call = new Call<T>(to, this, args, Timeout ?? to.Owner.ResponseTimeout);
        to.Owner.Send(call);
        return OneWay ? Sent : call.Answer;
    }
}
