using Orleans;

namespace Connecto.Grains.Tests.Runtime.Grains;

public interface IEchoGrain : IGrainWithStringKey
{
    Task<object> Echo(object value);

    Task Throw(Exception error);
}
