using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Web.Api;
using Connecto.Web.Limits;
using Microsoft.AspNetCore.SignalR;

namespace Connecto.Web.Chat;

/// <summary>
/// What clients can call; docs/protocol.md describes it. Arguments are read by <see cref="Arguments"/>. SignalR starts
/// the calls of a connection in the order in which they came and a method runs up to its first wait before the next
/// one starts, so sends are taken in order as long as nothing is awaited before <see cref="PlanetSenders"/> has them.
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
    ILogger<ChatHub> logger
) : Hub
{
    /// <summary>The names that clients may call.</summary>
    internal static FrozenSet<string> Methods { get; } =
        typeof(ChatHub)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.GetBaseDefinition() == method && method.Name != nameof(Refuse))
            .Select(method => method.Name)
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private ChatConnection Connection => Context.Features.Get<ChatConnection>()!;

    private Snowflake UserId => Connection.Caller.UserId;

    /// <summary>Starts events of planets, each from a snapshot or from what the client has.</summary>
    public Task<SubscribeAnswer> Subscribe(JsonElement planets) =>
        subscriber.SubscribeAsync(Connection, Arguments.List(planets, "planets", SubscribeRequest.Read));

    /// <summary>Ends events of planets.</summary>
    public Task Unsubscribe(JsonElement planetIds) =>
        Subscriber.UnsubscribeAsync(
            Connection,
            Arguments.List(planetIds, "planetIds", id => Arguments.Id(id, "planetIds"))
        );

    /// <summary>Sends a message; answered once it is durable.</summary>
    public Task<SendResult> SendMessage(JsonElement message)
    {
        var planetId = Arguments.PlanetId(message);
        var request = SendArguments.Read(message, UserId);
        limit.Take(Connection.Caller);
        return senders.SendAsync(planetId, request);
    }

    /// <summary>Changes the text of the caller's own message.</summary>
    public Task<RevAnswer> EditMessage(JsonElement edit)
    {
        var planet = node.Planet(Arguments.PlanetId(edit));
        var seq = Arguments.Number(edit, "seq");
        var text = MessageText.Check(Arguments.OptionalText(edit, "text"));
        limit.Take(Connection.Caller);
        return RevAnswer.Of(planet.Edit(UserId, seq, text));
    }

    /// <summary>Deletes a message.</summary>
    public Task<RevAnswer> DeleteMessage(JsonElement message)
    {
        var planet = node.Planet(Arguments.PlanetId(message));
        var seq = Arguments.Number(message, "seq");
        limit.Take(Connection.Caller);
        return RevAnswer.Of(planet.Delete(UserId, seq));
    }

    /// <summary>Sets or takes away a reaction.</summary>
    public Task<RevAnswer> React(JsonElement reaction)
    {
        var planet = node.Planet(Arguments.PlanetId(reaction));
        var seq = Arguments.Number(reaction, "seq");
        var emoji = Emoji.Check(Arguments.OptionalText(reaction, "emoji"));
        var on = Arguments.Flag(reaction, "on");
        limit.Take(Connection.Caller);
        return RevAnswer.Of(planet.React(UserId, seq, emoji, on));
    }

    /// <summary>Moves the caller's cursors forward. One that is refused does not hold up the others.</summary>
    public Task MarkRead(JsonElement cursors)
    {
        var moves = Arguments.List(
            cursors,
            "cursors",
            cursor => (PlanetId: Arguments.PlanetId(cursor), Seq: Arguments.Number(cursor, "seq"))
        );
        return Task.WhenAll(moves.Select(move => node.Planet(move.PlanetId).MarkRead(UserId, move.Seq)));
    }

    /// <summary>
    /// Says that the caller is typing; more often than once a second it is passed over, and in too many planets at once
    /// it is refused.
    /// </summary>
    public Task Typing(JsonElement planet)
    {
        var planetId = Arguments.PlanetId(planet);
        var passes = typing.Passes(Connection.Caller, planetId);
        WebMetrics.Typed(passes);
        return passes ? node.Planet(planetId).Typing(UserId) : Task.CompletedTask;
    }

    /// <summary>Where calls end that cannot be served; clients cannot call it by name.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "SignalR calls methods of instances.")]
    public void Refuse(string reason) => throw new ChatException(ErrorCode.Invalid, reason);

    /// <inheritdoc />
    public override async Task OnConnectedAsync()
    {
        var connection = Connection;
        try
        {
            if (await users.AddAsync(connection))
            {
                presence.Came(UserId);
            }
            else
            {
                connection.End();
            }
        }
        catch (Exception failure)
        {
            Log.CallUnavailable(logger, nameof(OnConnectedAsync), failure);
            connection.CloseForReconnect(atOnce: false);
        }
        if (gate.IsClosed)
        {
            connection.CloseForReconnect(atOnce: false);
        }
    }
}
