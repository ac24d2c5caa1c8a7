using System.Globalization;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage;

namespace Connecto.Tests.Support;

/// <summary>Numbers changes of one claimed planet and makes batches of them, as its grain would.</summary>
public sealed class PlanetScript
{
    private readonly SnowflakeGenerator _ids;

    public PlanetScript(StoredPlanet planet, Snowflake owner, SnowflakeGenerator ids)
    {
        _ids = ids;
        Owner = owner;
        Id = planet.Id;
        Epoch = planet.Epoch;
        HeadSeq = planet.HeadSeq;
        HeadRev = planet.HeadRev;
        HeadAt = planet.HeadAt;
    }

    public Snowflake Id { get; }

    public Snowflake Owner { get; }

    public long Epoch { get; init; }

    public long HeadSeq { get; private set; }

    public long HeadRev { get; private set; }

    public DateTimeOffset HeadAt { get; private set; }

    /// <summary>The same belief in another activation's head.</summary>
    public PlanetScript Copy() => (PlanetScript)MemberwiseClone();

    /// <summary>A batch that sends these texts from the owner; their keys are <c>k</c> and the seq unless given.</summary>
    public PlanetBatch Send(params string?[] texts) => Send(texts, key: null);

    /// <summary>A batch of one message under this key.</summary>
    public PlanetBatch SendUnder(string key, string text = "hello") => Send([text], key);

    /// <summary>A message after the head, not advancing it.</summary>
    public NewMessageRow Message(long ahead = 1, string? text = "hello", string? key = null, long? replyTo = null) =>
        new(
            _ids.Next(),
            HeadSeq + ahead,
            HeadRev + ahead,
            HeadRev + ahead,
            Owner,
            MessageType.Text,
            text,
            replyTo,
            [],
            key ?? string.Create(CultureInfo.InvariantCulture, $"k{HeadSeq + ahead}"),
            [1, 2, 3],
            HeadAt,
            EditedAt: null,
            DeletedAt: null
        );

    /// <summary>An event after the head about the planet itself, not advancing it.</summary>
    public EventRow Event(EventKind kind) => new(HeadRev + 1, kind, Seq: null, Owner, HeadAt, "{}");

    /// <summary>A batch that deletes a message of an earlier one.</summary>
    public PlanetBatch Delete(NewMessageRow message) =>
        Batch(
            [],
            [new EventRow(HeadRev + 1, EventKind.Deleted, message.Seq, Owner, HeadAt, Data: null)],
            [
                new ChangedMessageRow(
                    message.Id,
                    message.Seq,
                    HeadRev + 1,
                    Text: null,
                    message.CreatedAt,
                    EditedAt: null,
                    HeadAt
                ),
            ]
        );

    public static EventRow Posted(NewMessageRow message) =>
        new(message.PostedRev, EventKind.Message, message.Seq, message.SenderId, message.CreatedAt, Data: null);

    /// <summary>A batch of exactly these rows; the head becomes what follows from them.</summary>
    public PlanetBatch Batch(
        IReadOnlyList<NewMessageRow> messages,
        IReadOnlyList<EventRow> events,
        IReadOnlyList<ChangedMessageRow>? changes = null,
        IReadOnlyList<MemberRow>? members = null,
        PlanetRow? planet = null
    )
    {
        var before = HeadRev;
        HeadSeq += messages.Count;
        HeadRev += events.Count;
        return new PlanetBatch
        {
            PlanetId = Id,
            Epoch = Epoch,
            RevBefore = before,
            HeadSeq = HeadSeq,
            HeadRev = HeadRev,
            HeadAt = HeadAt,
            NewMessages = messages,
            ChangedMessages = changes ?? [],
            Events = events,
            Members = members ?? [],
            Planet = planet,
        };
    }

    private PlanetBatch Send(string?[] texts, string? key)
    {
        NewMessageRow[] messages = [.. texts.Select((text, index) => Message(index + 1, text, key))];
        return Batch(messages, [.. messages.Select(Posted)]);
    }
}
