using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Tests.Support;

namespace Connecto.Tests.Planets;

public sealed class SendQueueTests
{
    private readonly AdvancingTime _time = new();
    private readonly List<(
        ImmutableArray<SendRequest> Requests,
        TaskCompletionSource<ImmutableArray<SendOutcome>> Answer
    )> _calls = [];
    private readonly SendQueue _queue;

    public SendQueueTests() => _queue = new SendQueue(CallAsync, _time, _ => { });

    [Fact]
    public async Task What_waits_shares_the_next_call()
    {
        var first = Send("first");
        var others = new[] { Send("second"), Send("third") };

        Answer(0);
        await first;
        Answer(1);
        await Task.WhenAll(others);

        Assert.Equal(["second", "third"], _calls[1].Requests.Select(request => request.ClientMessageId));
    }

    [Fact]
    public async Task What_has_waited_long_fails_with_the_call_before_it_and_what_has_not_is_called()
    {
        var first = Send("first");
        var old = Send("old");
        _time.Advance(SendQueue.WaitsFor);
        var young = Send("young");

        _calls[0].Answer.SetException(new TimeoutException());

        await Assert.ThrowsAsync<TimeoutException>(() => first);
        await Assert.ThrowsAsync<TimeoutException>(() => old);
        Assert.Equal("young", Assert.Single(_calls[1].Requests).ClientMessageId);
        Answer(1);
        await young;
    }

    [Fact]
    public async Task A_late_call_is_made_again_for_as_long_as_its_messages_are_young()
    {
        var first = Send("first");
        var waiting = Send("waiting");
        _time.Advance(SendQueue.CalledAgainFor - TimeSpan.FromSeconds(1));

        Assert.True(_queue.IsLate(TimeSpan.FromSeconds(2)));
        Answer(0);
        await first;
        Assert.False(_queue.IsLate(TimeSpan.FromSeconds(2)));
        _time.Advance(TimeSpan.FromSeconds(3));
        // What waited is as old as what it waited for.
        Assert.False(_queue.IsLate(TimeSpan.FromSeconds(2)));
        Answer(1);
        await waiting;
    }

    private Task<SendResult> Send(string key) =>
        _queue.TrySend(new SendRequest(new Snowflake(1), key, "text", null, []))!;

    private Task<ImmutableArray<SendOutcome>> CallAsync(ImmutableArray<SendRequest> requests)
    {
        var answer = new TaskCompletionSource<ImmutableArray<SendOutcome>>();
        _calls.Add((requests, answer));
        return answer.Task;
    }

    private void Answer(int call) =>
        _calls[call]
            .Answer.SetResult([
                .. _calls[call]
                    .Requests.Select(_ =>
                        SendOutcome.Done(new SendResult(new Snowflake(2), 1, 1, _time.GetUtcNow(), false))
                    ),
            ]);
}
