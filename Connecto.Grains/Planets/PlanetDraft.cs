using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage;
using Connecto.Users;

namespace Connecto.Planets;

/// <summary>
/// A batch being formed: numbers are given here, changes of one row are folded, each event keeps its row. It reads
/// what the batch has changed so far before what is committed. A draft that is not committed is thrown away with its
/// numbers, so a failure leaves no hole.
/// </summary>
internal sealed class PlanetDraft(PlanetState state, DateTimeOffset now, Func<Snowflake> newId)
{
    private readonly List<StoredMessage> _new = [];
    private readonly Dictionary<long, StoredMessage> _changed = [];
    private readonly Dictionary<Snowflake, StoredMember> _members = [];
    private readonly Dictionary<(long Seq, string Emoji, Snowflake UserId), ReactionRow> _reactions = [];
    private readonly List<EventRow> _events = [];
    private readonly List<VersionRow> _versions = [];
    private readonly List<NotificationRow> _notifications = [];

    // As it was before the batch, for it is asked once the batch has been applied.
    private readonly bool _showedReceipts = state.ShowsReceipts;
    private bool _planetChanged;

    private long _headSeq = state.Row.HeadSeq;
    private long _headRev = state.Row.HeadRev;

    /// <summary>The planet as the batch leaves it, whose heads may be those of before.</summary>
    public StoredPlanet Planet { get; private set; } = state.Row with { HeadAt = Later(state.Row.HeadAt, now) };

    /// <summary>The planet's row after the batch.</summary>
    public StoredPlanet Row
    {
        get
        {
            if (Planet.HeadRev != _headRev)
            {
                Planet = Planet with { HeadSeq = _headSeq, HeadRev = _headRev };
            }
            return Planet;
        }
    }

    /// <summary>The time of all that the batch does, in whole milliseconds; it never goes back in a planet.</summary>
    public DateTimeOffset At => Planet.HeadAt;

    public IReadOnlyList<StoredMessage> NewMessages => _new;
    public IReadOnlyCollection<StoredMessage> ChangedMessages => _changed.Values;
    public IReadOnlyCollection<StoredMember> Members => _members.Values;
    public IReadOnlyList<EventRow> Events => _events;
    public IReadOnlyList<NotificationRow> Notifications => _notifications;
    public bool IsEmpty => _events.Count == 0;

    /// <summary>Whether it changes who is counted, or whether anybody is.</summary>
    public bool ChangesCounts => _members.Count > 0 || Planet.Settings.ReadReceipts != _showedReceipts;

    public StoredMember? Member(Snowflake userId) => _members.GetValueOrDefault(userId) ?? state.Member(userId);

    public StoredMember RequireMember(Snowflake userId) => PlanetState.RequireActive(Member(userId));

    /// <summary>Whether one of the two people of a direct planet has blocked the other.</summary>
    public bool IsBlocked => state.IsBlocked;

    /// <summary>Messages up to this seq are not for the member.</summary>
    public long Floor(StoredMember member) => Planet.FloorFor(member);

    /// <summary>A message that exists, is for the member and is kept in memory.</summary>
    public StoredMessage RequireMessage(StoredMember reader, long seq) =>
        seq > Floor(reader) ? RequireMessage(seq) : throw new ChatException(ErrorCode.NotFound);

    /// <summary>A message that exists and is kept in memory; its grain has read it before if it is old.</summary>
    public StoredMessage RequireMessage(long seq)
    {
        if (seq <= Planet.FloorSeq || seq > _headSeq)
        {
            throw new ChatException(ErrorCode.NotFound);
        }
        if (seq > state.Row.HeadSeq)
        {
            return _new[(int)(seq - state.Row.HeadSeq - 1)];
        }
        if (_changed.TryGetValue(seq, out var changed))
        {
            return changed;
        }
        return state.Messages.TryGet(seq, out var message) ? message : throw new ChatException(ErrorCode.Unavailable);
    }

    public EventRow AddEvent(EventKind kind, long? seq, Snowflake actor, string? data = null)
    {
        var row = new EventRow(++_headRev, kind, seq, actor, At, data);
        _events.Add(row);
        return row;
    }

    /// <summary>Gives the message its place; its event must follow at once, for it takes the next rev.</summary>
    public StoredMessage AddMessage(
        SendRequest request,
        byte[] hash,
        long? replyToSeq = null,
        MessageType type = MessageType.Text,
        bool mentionsAll = false
    )
    {
        // First: where there is no id now, the batch goes on without this message and without a hole in its place.
        var id = newId();
        var seq = ++_headSeq;
        var rev = AddEvent(EventKind.Message, seq, request.SenderId).Rev;
        var message = new StoredMessage(
            id,
            seq,
            rev,
            rev,
            request.SenderId,
            type,
            request.Text,
            replyToSeq,
            request.Mentions.IsEmpty ? [] : [.. request.Mentions.Select(user => user.Value)],
            0,
            request.ClientMessageId,
            hash,
            At,
            null,
            null
        )
        {
            MentionsAll = mentionsAll,
        };
        _new.Add(message);
        return message;
    }

    /// <summary>A message of before the batch as the batch leaves it; null where it does not change it.</summary>
    public StoredMessage? Changed(long seq) => _changed.GetValueOrDefault(seq);

    /// <summary>Sets a message's new state in the batch.</summary>
    public void Change(StoredMessage message)
    {
        if (message.Seq > state.Row.HeadSeq)
        {
            _new[(int)(message.Seq - state.Row.HeadSeq - 1)] = message;
        }
        else
        {
            _changed[message.Seq] = message;
        }
    }

    /// <summary>Keeps the text that a message has from this event on, and the one that it was sent with.</summary>
    public void AddVersion(StoredMessage before, string text, long rev)
    {
        if (before.EditedAt is null)
        {
            _versions.Add(new VersionRow(before.Seq, before.PostedRev, before.Text!, before.CreatedAt));
        }
        _versions.Add(new VersionRow(before.Seq, rev, text, At));
    }

    /// <summary>Whether messages were edited that are not deleted.</summary>
    public bool HasVersions => _versions.Count > 0;

    /// <summary>Forgets what the batch would have kept of a message's texts.</summary>
    public void DropVersions(long seq) => _versions.RemoveAll(version => version.Seq == seq);

    /// <summary>Tells a user something of the planet. Of a direct one the newest message takes the place of those before.</summary>
    public void Notify(Snowflake userId, NotificationKind kind, long? seq, Snowflake actorId)
    {
        var notification = new Notification(newId(), kind, Planet.Id, seq, actorId, At);
        if (kind == NotificationKind.Direct)
        {
            _notifications.RemoveAll(row => row.UserId == userId && row.Notification.Kind == kind);
        }
        _notifications.Add(new NotificationRow(userId, notification));
    }

    /// <summary>Sets the planet's own new state.</summary>
    public void Change(string name, PlanetSettings settings, DateTimeOffset? archivedAt)
    {
        Planet = Row with { Name = name, Settings = settings, ArchivedAt = archivedAt };
        _planetChanged = true;
    }

    /// <summary>Ends the planet: nothing follows in this batch or after it.</summary>
    public void Delete()
    {
        Planet = Row with { DeletedAt = At };
        _planetChanged = true;
    }

    /// <summary>When the user sent last, in this batch or before; null where it is not known any more.</summary>
    public DateTimeOffset? LastSentAt(Snowflake userId) =>
        _new.FindLast(message => message.SenderId == userId)?.CreatedAt ?? state.LastSentAt(userId);

    /// <summary>Active members as the batch leaves them.</summary>
    public IEnumerable<StoredMember> ActiveMembers =>
        state
            .Members.Select(member => _members.GetValueOrDefault(member.UserId) ?? member)
            .Concat(_members.Values.Where(member => state.Member(member.UserId) is null))
            .Where(member => member.Status == MemberStatus.Active);

    /// <exception cref="ChatException"><see cref="ErrorCode.Forbidden"/>: the planet is archived, and only read.</exception>
    public void RequireInUse()
    {
        if (Planet.ArchivedAt is not null)
        {
            throw new ChatException(ErrorCode.Forbidden, "The planet is archived.");
        }
    }

    /// <summary>Sets one user's reaction; its message's new state holds it too.</summary>
    public void Change(ReactionRow reaction) => _reactions[(reaction.Seq, reaction.Emoji, reaction.UserId)] = reaction;

    /// <summary>Sets members' new state and counts the active ones anew.</summary>
    public void Change(StoredMember member)
    {
        var before = Member(member.UserId)?.Status == MemberStatus.Active ? 1 : 0;
        var after = member.Status == MemberStatus.Active ? 1 : 0;
        if (before != after)
        {
            Planet = Row with { MemberCount = Row.MemberCount + after - before };
            _planetChanged = true;
        }
        _members[member.UserId] = member;
    }

    public PlanetBatch ToBatch() =>
        new()
        {
            PlanetId = Row.Id,
            Epoch = Row.Epoch,
            RevBefore = state.Row.HeadRev,
            HeadSeq = Row.HeadSeq,
            HeadRev = Row.HeadRev,
            HeadAt = Row.HeadAt,
            NewMessages = _new.ConvertAll(ToNewRow),
            ChangedMessages = [.. _changed.Values.Select(ToChangedRow)],
            Events = _events,
            Members = [.. _members.Values.Select(ToRow)],
            Reactions = [.. _reactions.Values],
            Versions = _versions,
            Notifications = _notifications,
            Planet = _planetChanged
                ? new PlanetRow(Row.Name, Row.Settings, Row.ArchivedAt, Row.DeletedAt, Row.MemberCount)
                : null,
        };

    private static NewMessageRow ToNewRow(StoredMessage message) =>
        new(
            message.Id,
            message.Seq,
            message.Rev,
            message.PostedRev,
            message.SenderId,
            message.Type,
            message.Text,
            message.ReplyToSeq,
            message.Mentions,
            message.ClientMessageId,
            message.RequestHash,
            message.CreatedAt,
            message.EditedAt,
            message.DeletedAt,
            message.PinnedAt,
            message.MentionsAll
        );

    private static ChangedMessageRow ToChangedRow(StoredMessage message) =>
        new(
            message.Id,
            message.Seq,
            message.Rev,
            message.Text,
            message.CreatedAt,
            message.EditedAt,
            message.DeletedAt,
            message.PinnedAt
        );

    internal static MemberRow ToRow(StoredMember member) =>
        new(
            member.UserId,
            member.Role,
            member.Status,
            member.MutedUntil,
            member.JoinedAt,
            member.JoinedSeq,
            member.JoinedRev
        );

    private static DateTimeOffset Later(DateTimeOffset last, DateTimeOffset now)
    {
        var whole = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond)).ToUniversalTime();
        return whole > last ? whole : last;
    }
}
