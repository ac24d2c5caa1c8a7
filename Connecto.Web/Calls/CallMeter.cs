using Connecto.Admin;
using Connecto.Diagnostics;

namespace Connecto.Web.Calls;

/// <summary>One call of the API or the hub, for a time. Any number of threads may add to it.</summary>
internal sealed class CallMeter(string name)
{
    private readonly DurationMeter _times = new();
    private long _refused;

    public void Ended(TimeSpan took, int status)
    {
        if (status >= 500)
        {
            _times.Failed();
        }
        else if (status >= 400)
        {
            Interlocked.Increment(ref _refused);
        }
        _times.Ran(took);
    }

    public CallTimes Read() => new(name, Interlocked.Read(ref _refused), _times.Read());
}
