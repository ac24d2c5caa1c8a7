using Connecto.Admin;
using Connecto.Tests.Support;
using Connecto.Web.Calls;

namespace Connecto.Web.Tests.Calls;

[Trait("Runtime", "Either")]
public sealed class CallLogTests
{
    private readonly AdvancingTime _time = new();
    private readonly CallLog _calls;

    public CallLogTests() => _calls = new CallLog(_time);

    [Fact]
    public void Refused_and_failed_calls_are_told_apart()
    {
        int[] statuses = [200, 201, 304, 400, 429, 500, 503];
        foreach (var status in statuses)
        {
            _calls.Ended("GET", "/api/v1/me", TimeSpan.FromMilliseconds(10), status);
        }
        _calls.Ended("hub", "SendMessage", TimeSpan.FromMilliseconds(1), 200);

        var calls = _calls.Read().ToDictionary(call => call.Name);

        Assert.Equal(["GET /api/v1/me", "hub SendMessage"], calls.Keys.Order(StringComparer.Ordinal));
        var me = calls["GET /api/v1/me"];
        Assert.Equal((7, 2, 2, 10.0), (me.Times.Count, me.Refused, me.Times.Failures, me.Times.Mean));
    }

    [Fact]
    public void What_is_older_than_two_halves_is_forgotten_and_nothing_younger_than_one()
    {
        Call();
        _time.Advance(CallLog.Half - TimeSpan.FromSeconds(1));
        Call();
        Assert.Equal(2, Count());

        _time.Advance(TimeSpan.FromSeconds(1));
        Call();
        Assert.Equal(3, Count());

        _time.Advance(CallLog.Half);
        Assert.Equal(1, Count());
        _time.Advance(ClusterReports.Lately);
        Assert.Equal(0, Count());
    }

    [Fact]
    public async Task All_threads_are_counted()
    {
        await Parallel.ForAsync(
            0,
            10_000,
            (_, _) =>
            {
                Call();
                return ValueTask.CompletedTask;
            }
        );

        Assert.Equal(10_000, Count());
    }

    private void Call() => _calls.Ended("GET", "/api/v1/me", TimeSpan.FromMilliseconds(1), 200);

    private long Count() => _calls.Read().Sum(call => call.Times.Count);
}
