using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Web.Api;
using Connecto.Web.Calls;
using Connecto.Web.Hosting;
using Connecto.Web.Limits;
using Connecto.Web.SignalR;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Chat;

/// <summary>
/// What clients can call; docs/protocol.md describes it. Arguments are read by <see cref="Arguments"/>. The calls of a
/// connection begin in the order in which they came and a method runs up to its first wait before the next one
/// begins, so sends are taken in order as long as nothing is awaited before <see cref="PlanetSenders"/> has them.
/// </summary>
internal sealed class ChatHub(
    Subscriber subscriber,
    UserTable users,
    PresenceReports presence,
    WebNode node,
    PlanetSenders senders,
    ChatGate gate,
    SendLimit limit,
    TypingGate typing,
    Standstill standstill,
    CallLog calls,
    IOptions<ChatOptions> options,
    ILogger<ChatHub> logger
) : IDisposable
{
    // Names are taken in any case, as SignalR's own servers take them.
    private static readonly FrozenDictionary<string, Method> _methods = new Dictionary<string, Method>
    {
        [nameof(Subscribe)] = Answered((hub, caller, argument) => hub.Subscribe(caller, argument)),
        [nameof(Unsubscribe)] = Done((_, caller, argument) => Unsubscribe(caller, argument)),
        [nameof(SendMessage)] = Answered((hub, caller, argument) => hub.SendMessage(caller, argument)),
        [nameof(EditMessage)] = Answered((hub, caller, argument) => hub.EditMessage(caller, argument)),
        [nameof(DeleteMessage)] = Answered((hub, caller, argument) => hub.DeleteMessage(caller, argument)),
        [nameof(React)] = Answered((hub, caller, argument) => hub.React(caller, argument)),
        [nameof(MarkRead)] = Done((hub, caller, argument) => hub.MarkRead(caller, argument)),
        [nameof(Typing)] = Done((hub, caller, argument) => hub.Typing(caller, argument)),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> _names = _methods.Keys.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // As with arrivals: of thousands who come back at once, so many users' grains are woken at a time.
    private readonly SemaphoreSlim _attaching = new(options.Value.ArrivingTogether);

    private delegate ValueTask<object?> Method(ChatHub hub, ChatConnection connection, JsonElement argument);

    /// <summary>The names that clients may call.</summary>
    internal static IEnumerable<string> Methods => _names;

    /// <summary>Serves a call by its name.</summary>
    /// <exception cref="ChatException"><see cref="ErrorCode.Invalid"/>: there is no such method, or it needs an answer.</exception>
    public ValueTask<object?> InvokeAsync(
        ChatConnection connection,
        string target,
        JsonElement argument,
        bool isAnswered
    )
    {
        if (!_methods.TryGetValue(target, out var method))
        {
            throw new ChatException(ErrorCode.Invalid, "There is no such method.");
        }
        // Subscriptions go live, and the connection's next call of Subscribe begins, with the answer.
        if (!isAnswered && target.Equals(nameof(Subscribe), StringComparison.OrdinalIgnoreCase))
        {
            throw new ChatException(ErrorCode.Invalid, "This is called for its answer.");
        }
        return method(this, connection, argument);
    }

    /// <summary>Counts a call that is over, under whatever name; with what code where it was refused or failed.</summary>
    public void Called(string target, TimeSpan took, ErrorCode? code)
    {
        var method = _names.TryGetValue(target, out var name) ? name : "unknown";
        calls.Ended("hub", method, took, code?.Status() ?? StatusCodes.Status200OK);
        WebMetrics.Called(method, took, code);
    }

    /// <summary>Makes a connection known; one whose session has ended is ended.</summary>
    public async Task ConnectedAsync(ChatConnection connection)
    {
        WebMetrics.Connected();
        await _attaching.WaitAsync();
        try
        {
            if (await users.AddAsync(connection))
            {
                presence.Came(connection.Caller.UserId);
            }
            else
            {
                connection.End();
            }
        }
        catch (Exception failure)
        {
            Log.NotConnected(logger, connection.Caller.UserId, failure);
            connection.CloseForReconnect(atOnce: false);
        }
        finally
        {
            _attaching.Release();
        }
        if (gate.IsClosed)
        {
            connection.CloseForReconnect(atOnce: false);
        }
    }

    /// <summary>Takes back what <see cref="ConnectedAsync"/> did.</summary>
    public void Disconnected(ChatConnection connection)
    {
        users.Remove(connection);
        presence.Left(connection.Caller.UserId);
        WebMetrics.Disconnected();
    }

    // Starts events of planets, each from a snapshot or from what the client has.
    private Task<SubscribeAnswer> Subscribe(ChatConnection connection, JsonElement planets) =>
        subscriber.SubscribeAsync(connection, Arguments.List(planets, "planets", SubscribeRequest.Read));

    // Ends events of planets.
    private static Task Unsubscribe(ChatConnection connection, JsonElement planetIds) =>
        Subscriber.UnsubscribeAsync(
            connection,
            Arguments.List(planetIds, "planetIds", id => Arguments.Id(id, "planetIds"))
        );

    // Sends a message; answered once it is durable.
    private Task<SendResult> SendMessage(ChatConnection connection, JsonElement message)
    {
        var planetId = Arguments.PlanetId(message);
        var request = SendArguments.Read(message, connection.Caller.UserId);
        limit.Take(connection.Caller);
        return senders.SendAsync(planetId, request);
    }

    // Changes the text of the caller's own message.
    private Task<RevAnswer> EditMessage(ChatConnection connection, JsonElement edit)
    {
        var planet = node.Planet(Arguments.PlanetId(edit));
        var seq = Arguments.Number(edit, "seq");
        var text = MessageText.Check(Arguments.OptionalText(edit, "text"));
        TakeChange(connection);
        return RevAnswer.Of(planet.Edit(connection.Caller.UserId, seq, text));
    }

    // Deletes a message.
    private Task<RevAnswer> DeleteMessage(ChatConnection connection, JsonElement message)
    {
        var planet = node.Planet(Arguments.PlanetId(message));
        var seq = Arguments.Number(message, "seq");
        TakeChange(connection);
        return RevAnswer.Of(planet.Delete(connection.Caller.UserId, seq));
    }

    // Sets or takes away a reaction.
    private Task<RevAnswer> React(ChatConnection connection, JsonElement reaction)
    {
        var planet = node.Planet(Arguments.PlanetId(reaction));
        var seq = Arguments.Number(reaction, "seq");
        var emoji = Emoji.Check(Arguments.OptionalText(reaction, "emoji"));
        var on = Arguments.Flag(reaction, "on");
        TakeChange(connection);
        return RevAnswer.Of(planet.React(connection.Caller.UserId, seq, emoji, on));
    }

    // Moves the caller's cursors forward. One that is refused does not hold up the others.
    private Task MarkRead(ChatConnection connection, JsonElement cursors)
    {
        var moves = Arguments.List(
            cursors,
            "cursors",
            cursor => (PlanetId: Arguments.PlanetId(cursor), Seq: Arguments.Number(cursor, "seq"))
        );
        return Task.WhenAll(
            moves.Select(move => node.Planet(move.PlanetId).MarkRead(connection.Caller.UserId, move.Seq))
        );
    }

    /// <summary>
    /// Says that the caller is typing; more often than once a second it is passed over, and in too many planets at once
    /// it is refused.
    /// </summary>
    private Task Typing(ChatConnection connection, JsonElement planet)
    {
        var planetId = Arguments.PlanetId(planet);
        var passes = typing.Passes(connection.Caller, planetId);
        WebMetrics.Typed(passes);
        return passes ? node.Planet(planetId).Typing(connection.Caller.UserId) : Task.CompletedTask;
    }

    public void Dispose() => _attaching.Dispose();

    // A send may be late, its key makes it one; these would undo what was done since.
    private void TakeChange(ChatConnection connection)
    {
        standstill.RefuseLate();
        limit.Take(connection.Caller);
    }

    private static Method Answered<T>(Func<ChatHub, ChatConnection, JsonElement, Task<T>> call) =>
        (hub, connection, argument) => AnswerAsync(call(hub, connection, argument));

    private static Method Done(Func<ChatHub, ChatConnection, JsonElement, Task> call) =>
        (hub, connection, argument) => EndAsync(call(hub, connection, argument));

    private static async ValueTask<object?> AnswerAsync<T>(Task<T> call) => await call;

    private static async ValueTask<object?> EndAsync(Task call)
    {
        await call;
        return null;
    }
}
