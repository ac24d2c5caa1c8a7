using System.Collections.Immutable;
using System.Threading.Channels;
using Connecto.Ids;
using Connecto.Users;
using Orleans;

namespace Connecto.Web.Tests.Users;

/// <summary>A web node that notes what it is told.</summary>
public sealed class RecordingNode(IGrainFactory grains) : IUserObserver
{
    private readonly Channel<(Snowflake PlanetId, long Seq)> _reads = Channel.CreateUnbounded<(Snowflake, long)>();
    private readonly Channel<ImmutableArray<Snowflake>> _ended = Channel.CreateUnbounded<ImmutableArray<Snowflake>>();

    private readonly Channel<ImmutableArray<Snowflake>> _hidden = Channel.CreateUnbounded<ImmutableArray<Snowflake>>();
    private readonly Channel<Snowflake> _views = Channel.CreateUnbounded<Snowflake>();
    private readonly Channel<ImmutableArray<Notification>> _notified = Channel.CreateUnbounded<
        ImmutableArray<Notification>
    >();

    public string Name { get; } = Guid.NewGuid().ToString("N");

    /// <summary>What the first call waits for.</summary>
    public Task Ready { get; set; } = Task.CompletedTask;

    public bool Fails { get; set; }

    public Task<bool> AttachAsync(Snowflake userId, Snowflake sessionId) =>
        grains
            .GetGrain<IUserGrain>(userId.Value)
            .Attach(Name, grains.CreateObjectReference<IUserObserver>(this), sessionId);

    public ValueTask<(Snowflake PlanetId, long Seq)> ReadAsync() =>
        _reads.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public ValueTask<ImmutableArray<Snowflake>> EndedAsync() =>
        _ended.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public ValueTask<ImmutableArray<Snowflake>> HiddenAsync() =>
        _hidden.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public ValueTask<Snowflake> ViewAsync() => _views.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Whether it was told that the view changed, beyond what was taken by <see cref="ViewAsync"/>.</summary>
    public bool HasNewView => _views.Reader.TryPeek(out _);

    public ValueTask<ImmutableArray<Notification>> NotifiedAsync() =>
        _notified.Reader.ReadAsync(TestContext.Current.CancellationToken);

    async Task IUserObserver.Read(Snowflake userId, Snowflake planetId, long seq)
    {
        await Ready;
        _reads.Writer.TryWrite((planetId, seq));
        FailIfAsked();
    }

    async Task IUserObserver.SessionsEnded(Snowflake userId, ImmutableArray<Snowflake> sessionIds)
    {
        await Ready;
        _ended.Writer.TryWrite(sessionIds);
        FailIfAsked();
    }

    async Task IUserObserver.HiddenChanged(Snowflake userId, ImmutableArray<Snowflake> hidden)
    {
        await Ready;
        _hidden.Writer.TryWrite(hidden);
        FailIfAsked();
    }

    async Task IUserObserver.ViewChanged(Snowflake userId)
    {
        await Ready;
        _views.Writer.TryWrite(userId);
        FailIfAsked();
    }

    async Task IUserObserver.Notified(Snowflake userId, ImmutableArray<Notification> notifications)
    {
        await Ready;
        _notified.Writer.TryWrite(notifications);
        FailIfAsked();
    }

    private void FailIfAsked()
    {
        if (Fails)
        {
            throw new InvalidOperationException("This node fails, as it was asked to.");
        }
    }
}
