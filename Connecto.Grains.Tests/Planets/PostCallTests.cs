using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;

namespace Connecto.Tests.Planets;

public sealed class PostCallTests
{
    private static readonly SendOutcome _sent = SendOutcome.Done(
        new SendResult(new Snowflake(1), 1, 2, DateTimeOffset.UnixEpoch, Duplicate: false)
    );
    private readonly PostCall _call = new(2);
    private readonly PendingSend _first;
    private readonly PendingSend _second;

    public PostCallTests() => (_first, _second) = (Send("first", 0), Send("second", 1));

    [Fact]
    public async Task A_call_is_answered_once_all_of_its_sends_have_ended()
    {
        _second.Fail(new ChatException(ErrorCode.Muted));
        Assert.False(_call.Done.IsCompleted);
        _first.Complete(_sent);

        var outcomes = await _call.Done;
        Assert.Equal((_sent, ErrorCode.Muted), (outcomes[0], outcomes[1].Code));
    }

    [Fact]
    public async Task What_has_ended_stays_as_it_ended()
    {
        _first.Complete(_sent);
        _first.Fail(new InvalidOperationException());
        Assert.False(_call.Done.IsCompleted);
        _second.Complete(_sent);
        _second.Fail(new ChatException(ErrorCode.Unavailable));

        Assert.Equal([_sent, _sent], await _call.Done);
    }

    [Fact]
    public async Task A_failure_that_is_no_refusal_fails_the_call_when_all_have_ended()
    {
        _first.Fail(new InvalidOperationException());
        Assert.False(_call.Done.IsCompleted);
        _second.Complete(_sent);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _call.Done);
    }

    [Fact]
    public async Task Who_joins_a_send_is_answered_as_it_is_but_as_a_repetition()
    {
        var retry = new PostCall(1);
        _first.Join(Send("first", 0, retry));
        _first.Complete(_sent);

        var outcome = Assert.Single(await retry.Done);
        Assert.Equal(_sent.Result! with { Duplicate = true }, outcome.Result);
    }

    private PendingSend Send(string key, int index, PostCall? call = null) =>
        new(new SendRequest(new Snowflake(7), key, "hi", null, []), [], call ?? _call, index);
}
