using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage;

namespace Connecto.Planets;

/// <summary>How stored things look to clients. A replay shows a message as it is now, so deleted text is never sent again.</summary>
internal static class PlanetView
{
    /// <summary>From so many UTF-16 units on a list of members is parsed once for all who resume across its event.</summary>
    private const int LongData = 4096;

    private static readonly ConditionalWeakTable<EventRow, IReadOnlyList<EventMember>> _longLists = [];

    public static Planet Of(StoredPlanet row) => row.ToPlanet();

    /// <summary>Where the planet stands. Its newest message is always in memory.</summary>
    public static PlanetHead Head(PlanetState state)
    {
        var last = state.Messages.TryGet(state.Row.HeadSeq, out var newest)
            ? LastMessage.Of(newest.Seq, newest.SenderId, newest.Text, newest.CreatedAt)
            : null;
        return new PlanetHead(state.Row.HeadRev, state.Row.HeadSeq, last)
        {
            HistoryHidden = !state.Row.Settings.HistoryVisible,
        };
    }

    public static Member Of(StoredMember member, long? cursor) =>
        new(
            member.UserId,
            member.Profile.DisplayName,
            member.Role,
            member.Status,
            member.MutedUntil,
            member.JoinedAt,
            member.JoinedSeq,
            cursor
        );

    /// <summary>The message with its numbers; personal fields only for the viewer who is given.</summary>
    public static Message Of(Snowflake planetId, StoredMessage message, MessageCount count, Snowflake? viewer) =>
        new()
        {
            Id = message.Id,
            PlanetId = planetId,
            Seq = message.Seq,
            Rev = message.Rev,
            SenderId = message.SenderId,
            Type = message.Type,
            Text = message.Text,
            ReplyToSeq = message.ReplyToSeq,
            Mentions =
                message.Mentions.Length == 0 ? [] : [.. message.Mentions.Select(userId => new Snowflake(userId))],
            Reactions = message.DeletedAt is null ? Of(message.Reactions, viewer) : [],
            ReplyCount = message.ReplyCount,
            ReadCount = count.ReadCount,
            UnreadCount = count.UnreadCount,
            ClientMessageId = viewer == message.SenderId ? message.ClientMessageId : null,
            CreatedAt = message.CreatedAt,
            EditedAt = message.EditedAt,
            DeletedAt = message.DeletedAt,
            PinnedAt = message.PinnedAt,
            MentionsAll = message.MentionsAll ? true : null,
        };

    private static ImmutableArray<Reaction> Of(ImmutableArray<StoredReaction> reactions, Snowflake? viewer) =>
        reactions.IsEmpty
            ? []
            :
            [
                .. reactions.Select(kind => new Reaction(
                    kind.Emoji,
                    kind.Users.Count,
                    viewer is { } user ? kind.Users.Contains(user) : null
                )),
            ];

    /// <summary>One message with its numbers of now; a range of them is counted together instead.</summary>
    public static Message Counted(PlanetState state, StoredMessage message, Snowflake? viewer) =>
        Of(state.Row.Id, message, state.Counts(message.Seq, [message.SenderId])[0], viewer);

    /// <summary>
    /// An event as it goes out live: nobody has read a new message yet. Cursors that moved since, even in the same
    /// batch, are told after it.
    /// </summary>
    public static PlanetEvent AsPosted(PlanetState state, EventRow row, PlanetDraft batch)
    {
        // The batch may itself have pushed an old message that it edits out of memory.
        if (row.Kind == EventKind.Edited && batch.Changed(row.Seq!.Value) is { } changed)
        {
            return Edited(state, row, changed);
        }
        if (Of(state, row) is not MessagePosted posted)
        {
            return Of(state, row);
        }
        var message = posted.Message;
        return posted with
        {
            Message = message with { ReadCount = 0, UnreadCount = message.ReadCount + message.UnreadCount },
        };
    }

    /// <summary>
    /// An event whose message, if it has one, is kept in memory: as everybody sees it, or with what is personal for the
    /// member who is given.
    /// </summary>
    public static PlanetEvent Of(PlanetState state, EventRow row, StoredMember? viewer = null)
    {
        var seen = For(state, row, viewer?.UserId);
        return viewer is null ? seen : Personal(state, seen, viewer);
    }

    /// <summary>What one member is not shown: counts where he hides his own, texts of before his time.</summary>
    private static PlanetEvent Personal(PlanetState state, PlanetEvent seen, StoredMember viewer) =>
        seen switch
        {
            MessagePosted posted when viewer.Profile.HidesReceipts => posted with
            {
                Message = posted.Message with { ReadCount = 0, UnreadCount = 0 },
            },
            MessageEdited edited when edited.Seq <= state.Floor(viewer) => edited with { Text = null },
            MembersChanged changed when viewer.Profile.HidesReceipts => changed with
            {
                Members = [.. changed.Members.Select(member => member with { LastReadSeq = null })],
            },
            _ => seen,
        };

    private static PlanetEvent For(PlanetState state, EventRow row, Snowflake? viewer) =>
        row.Kind switch
        {
            EventKind.Message => Posted(state, row, viewer),
            EventKind.Edited => Edited(state, row, Kept(state, row)),
            EventKind.Deleted => new MessageDeleted(row.Rev, row.At, row.Seq!.Value, row.ActorId),
            EventKind.Reaction => Reaction(row),
            EventKind.Pin => new PinChanged(row.Rev, row.At, row.Seq!.Value, PlanetEventData.ReadPin(row.Data!)),
            EventKind.Member => new MembersChanged(row.Rev, row.At, Members(state, row)),
            EventKind.Planet => Changed(row),
            _ => throw new InvalidOperationException($"event {row.Rev} is of unknown kind {row.Kind}"),
        };

    // Its replies follow it, each as an event of its own, and readers count them.
    private static MessagePosted Posted(PlanetState state, EventRow row, Snowflake? viewer) =>
        new(row.Rev, row.At, Counted(state, Kept(state, row), viewer) with { ReplyCount = 0 });

    private static StoredMessage Kept(PlanetState state, EventRow row) =>
        state.Messages.TryGet(row.Seq!.Value, out var message)
            ? message
            : throw new InvalidOperationException($"message {row.Seq} of event {row.Rev} is not in memory");

    private static MessageEdited Edited(PlanetState state, EventRow row, StoredMessage message) =>
        new(row.Rev, row.At, message.Seq, message.Text, message.EditedAt ?? row.At)
        {
            HistoryHidden = !state.Row.Settings.HistoryVisible,
        };

    private static ReactionChanged Reaction(EventRow row)
    {
        var (emoji, on) = PlanetEventData.ReadReaction(row.Data!);
        return new ReactionChanged(row.Rev, row.At, row.Seq!.Value, row.ActorId, emoji, on);
    }

    // Names are today's; standing and times are those of the event.
    private static ImmutableArray<Member> Members(PlanetState state, EventRow row) =>
        [
            .. MembersIn(row)
                .Select(member => new Member(
                    member.UserId,
                    state.Member(member.UserId)?.Profile.DisplayName ?? "",
                    member.Role,
                    member.Status,
                    member.MutedUntil,
                    member.JoinedAt,
                    member.JoinedSeq,
                    state.ShownCursor(member.UserId)
                )),
        ];

    private static IReadOnlyList<EventMember> MembersIn(EventRow row) =>
        row.Data!.Length < LongData
            ? PlanetEventData.ReadMembers(row.Data)
            : _longLists.GetValue(row, static row => PlanetEventData.ReadMembers(row.Data!));

    private static PlanetChanged Changed(EventRow row)
    {
        var (name, settings, archived, archivedAt, deletedAt) = PlanetEventData.ReadPlanet(row.Data!);
        return new PlanetChanged(row.Rev, row.At, name, settings, archived, archivedAt, deletedAt);
    }
}
