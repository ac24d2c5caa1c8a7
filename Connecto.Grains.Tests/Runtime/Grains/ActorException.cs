using Orleans;

namespace Connecto.Grains.Tests.Runtime.Grains;

[GenerateSerializer]
public sealed class ActorException : Exception
{
    public ActorException(string message, int code)
        : base(message) => Code = code;

    [Id(0)]
    public int Code { get; set; }
}
