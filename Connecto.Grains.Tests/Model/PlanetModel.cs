using Connecto.Errors;
using Connecto.Planets;

namespace Connecto.Tests.Model;

/// <summary>
/// A planet as the contract and docs/permissions.md describe it, in lists that are counted anew at each question. It
/// knows nothing of batches, activations or storage, and is changed by one operation after another. What it refuses
/// it throws, and has then changed nothing.
/// </summary>
internal sealed partial class PlanetModel
{
    private readonly SortedDictionary<char, ModelMember> _members;
    private readonly List<ModelMessage> _messages;
    private readonly List<ModelClient> _clients;
    private readonly SortedSet<char> _hiding;

    /// <summary>A new planet of these users, the first its owner, and devices of users.</summary>
    public PlanetModel(string members, string devices)
    {
        _members = [];
        foreach (var user in members)
        {
            var role = _members.Count == 0 ? MemberRole.Owner : MemberRole.Member;
            _members[user] = new ModelMember(user, role, MemberStatus.Active, IsMuted: false, 0, 1, 0);
        }
        _messages = [];
        _clients = [.. devices.Select(user => new ModelClient(user, IsOpen: false, Rev: null, Kept: null))];
        _hiding = [];
    }

    private PlanetModel(PlanetModel other)
    {
        _members = new(other._members);
        _messages = [.. other._messages];
        _clients = [.. other._clients];
        _hiding = [.. other._hiding];
        (Rev, Name, Settings, IsArchived) = (other.Rev, other.Name, other.Settings, other.IsArchived);
    }

    public long Rev { get; private set; } = 1;

    public long HeadSeq => _messages.Count;

    public string Name { get; private set; } = "planet";

    public PlanetSettings Settings { get; private set; } = new();

    public bool IsArchived { get; private set; }

    public IEnumerable<ModelMember> Members => _members.Values;

    public IEnumerable<ModelMember> Active => _members.Values.Where(member => member.IsActive);

    public IReadOnlyList<ModelMessage> Messages => _messages;

    public IReadOnlyList<ModelClient> Clients => _clients;

    /// <summary>The same planet, to try an operation on.</summary>
    public PlanetModel Copy() => new(this);

    public ModelMember? Member(char user) => _members.GetValueOrDefault(user);

    public bool Hides(char user) => _hiding.Contains(user);

    /// <summary>How the user is refused who is no active member; null where he is one.</summary>
    public ErrorCode? Refusal(char user) =>
        Member(user)?.Status switch
        {
            null => ErrorCode.NotFound,
            MemberStatus.Active => null,
            MemberStatus.Banned => ErrorCode.Banned,
            _ => ErrorCode.NotMember,
        };

    /// <summary>Messages up to this seq are not the user's to see.</summary>
    public long Floor(char user) => Settings.HistoryVisible ? 0 : _members[user].JoinedSeq;

    public IEnumerable<ModelMessage> VisibleTo(char user) => _messages.Where(message => message.Seq > Floor(user));

    /// <summary>Who has read the message, among those who are counted.</summary>
    public IEnumerable<char> Readers(ModelMessage message) =>
        Counted(message).Where(member => member.Cursor >= message.Seq).Select(member => member.User);

    /// <summary>How many have and have not read the message, as the user is shown it.</summary>
    public (int Read, int Unread) Counts(ModelMessage message, char viewer)
    {
        if (!Settings.ReadReceipts || Hides(viewer))
        {
            return (0, 0);
        }
        var read = Readers(message).Count();
        return (read, Counted(message).Count() - read);
    }

    /// <summary>What the user has not read, and how much of it mentions him.</summary>
    public (int Messages, int Mentions) Unread(char user)
    {
        var unread = _messages.FindAll(message => message.Seq > _members[user].Cursor && !message.IsDeleted);
        return (
            unread.Count,
            unread.Count(message => message.MentionsAll || message.Mentions.Contains(user, StringComparison.Ordinal))
        );
    }

    public IEnumerable<ModelMessage> Replies(long seq) => _messages.Where(message => message.ReplyTo == seq);

    private IEnumerable<ModelMember> Counted(ModelMessage message) =>
        Active.Where(member => member.User != message.Sender && !Hides(member.User) && member.JoinedSeq < message.Seq);

    private ModelMember RequireMember(char user) =>
        Refusal(user) is { } refusal ? throw new ChatException(refusal) : _members[user];

    private ModelMember RequireModerator(char user) =>
        RequireMember(user) is { IsModerator: true } member ? member : throw new ChatException(ErrorCode.Forbidden);

    private static void Require(bool holds, ErrorCode otherwise)
    {
        if (!holds)
        {
            throw new ChatException(otherwise);
        }
    }

    /// <summary>The next event: live devices see it, and for those of who is no member any more it is the last.</summary>
    private long AddEvent(params IEnumerable<ModelMember> members)
    {
        Rev++;
        foreach (var member in members)
        {
            _members[member.User] = member;
        }
        for (var i = 0; i < _clients.Count; i++)
        {
            if (_clients[i].IsOpen)
            {
                _clients[i] = _clients[i] with { Rev = Rev, IsOpen = Member(_clients[i].User)!.IsActive };
            }
        }
        return Rev;
    }
}
