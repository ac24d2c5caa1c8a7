using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Orleans;

namespace Connecto.Planets;

/// <summary>
/// One planet: it decides the order of everything that happens in it, holds its hot state and its readers' cursors,
/// and hands its changes to PostgreSQL in batches. The key is the planet's id. Whoever calls in the name of a user
/// passes that user first; refusals are <see cref="ChatException"/>s.
/// </summary>
public interface IPlanetGrain : IGrainWithIntegerKey
{
    /// <summary>The planet, for an active member.</summary>
    Task<Planet> Get(Snowflake userId);

    /// <summary>Makes the user an active member; one who is already gets the present head. Answers the event's rev.</summary>
    Task<long> Join(Snowflake userId);

    /// <summary>Refuses who may not invite into the planet; into a direct one nobody may.</summary>
    Task RequireInviter(Snowflake userId);

    /// <summary>
    /// Makes the user an active member on an invite, also one who was removed; a ban still refuses. Answers whether he
    /// was none before.
    /// </summary>
    Task<bool> Admit(Snowflake userId, Snowflake invitedBy);

    /// <summary>Ends the user's own membership.</summary>
    Task<long> Leave(Snowflake userId);

    /// <summary>
    /// Adds up to 1,000 users by one event; who is a member stays as he is, who does not exist is passed over.
    /// Without an actor the operator adds them.
    /// </summary>
    Task<long> Add(Snowflake? actorId, ImmutableArray<Snowflake> userIds, MemberRole role);

    /// <summary>Ends another's membership; a ban stays.</summary>
    Task<long> Remove(Snowflake actorId, Snowflake userId);

    /// <summary>Changes what a user is to the planet; <see cref="PlanetRight"/> says who may.</summary>
    Task<long> SetMember(Snowflake actorId, Snowflake userId, MemberPatch patch);

    /// <summary>Renames, archives or sets the planet; owners and admins may.</summary>
    Task<long> Set(Snowflake actorId, PlanetPatch patch);

    /// <summary>Deletes the planet, as an owner; nothing of it can be reached any more.</summary>
    Task Delete(Snowflake actorId);

    /// <summary>Closes the planet because its travel was deleted.</summary>
    Task Close();

    /// <summary>
    /// Ends the user's membership because he left the travel or the service. It is never refused: where he is the last
    /// owner, the member of the highest role who has been there longest follows him. A membership that began after
    /// <paramref name="joinedBy"/> stays: he came back.
    /// </summary>
    Task Withdraw(Snowflake userId, DateTimeOffset? joinedBy = null);

    /// <summary>
    /// Reads again what a member shows of himself: his name, whether he hides his receipts and, in a direct planet,
    /// whether one of the two has blocked the other.
    /// </summary>
    Task Refresh(Snowflake userId);

    /// <summary>Sets what of the planet the user wants to be notified of.</summary>
    Task SetNotifications(Snowflake userId, NotificationLevel level);

    /// <summary>Members by id after <paramref name="after"/>, the active ones. At most 101.</summary>
    Task<ImmutableArray<Member>> Members(Snowflake userId, Snowflake? after, int limit);

    /// <summary>
    /// Sends messages in this order; answered in the same order once all are durable or refused. Callers keep their
    /// own order by <see cref="PlanetSenders"/>.
    /// </summary>
    Task<ImmutableArray<SendOutcome>> Post(ImmutableArray<SendRequest> requests);

    /// <summary>
    /// Sends a message of type system in the name of an operator, who need not be a member; the same key again answers the
    /// first one's rev. The key is of 1 to 64 visible ASCII characters.
    /// </summary>
    Task<long> Announce(Snowflake actorId, string text, string key);

    /// <summary>Changes the text of the user's own message; answers the event's rev.</summary>
    Task<long> Edit(Snowflake userId, long seq, string text);

    /// <summary>Deletes the user's own message, or anybody's as owner or admin; answers the event's rev.</summary>
    Task<long> Delete(Snowflake userId, long seq);

    /// <summary>Deletes anybody's message in the name of an operator, who need not be a member; answers the event's rev.</summary>
    Task<long> Moderate(Snowflake actorId, long seq);

    /// <summary>Sets or takes away the user's reaction; answers the event's rev, or the head where nothing changed.</summary>
    Task<long> React(Snowflake userId, long seq, string emoji, bool on);

    /// <summary>Pins a message or takes the pin away, as an owner or admin.</summary>
    Task<long> Pin(Snowflake userId, long seq, bool on);

    /// <summary>Moves the user's cursor forward to <paramref name="seq"/>, at most to the head; a lower one is ignored.</summary>
    Task MarkRead(Snowflake userId, long seq);

    /// <summary>One message as the user sees it.</summary>
    Task<Message> Message(Snowflake userId, long seq);

    /// <summary>
    /// At most <paramref name="limit"/> of those who have read a message, by user id after <paramref name="after"/>;
    /// <c>forbidden</c> where no receipts are shown, or the user hides his own.
    /// </summary>
    Task<ImmutableArray<Reader>> Readers(Snowflake userId, long seq, Snowflake? after, int limit);

    /// <summary>
    /// At most <paramref name="limit"/> texts that a message had and has, written after <paramref name="afterRev"/>,
    /// for owners and admins. Of a deleted message there are none.
    /// </summary>
    Task<ImmutableArray<MessageVersion>> Versions(Snowflake userId, long seq, long afterRev, int limit);

    /// <summary>A page of messages with their counts.</summary>
    Task<MessagePage> Messages(Snowflake userId, PageRequest page);

    /// <summary>Those of up to 100 messages that the user may read, in order of <c>seq</c>.</summary>
    Task<ImmutableArray<Message>> MessagesOf(Snowflake userId, ImmutableArray<long> seqs);

    /// <summary>At most <paramref name="limit"/> replies to a message after <paramref name="afterSeq"/>, in order.</summary>
    Task<ImmutableArray<Message>> Replies(Snowflake userId, long seq, long afterSeq, int limit);

    /// <summary>At most <paramref name="limit"/> pinned messages before <paramref name="beforeSeq"/>, the newest first.</summary>
    Task<ImmutableArray<Message>> Pins(Snowflake userId, long beforeSeq, int limit);

    /// <summary>What a subscription starts from: every event after <paramref name="sinceRev"/>, or a snapshot.</summary>
    Task<Opening> Open(Snowflake userId, long? sinceRev);

    /// <summary>What a subscription to the planet's head starts from: where it stands, and its newest message.</summary>
    Task<Opening> OpenHead(Snowflake userId);

    /// <summary>At most <paramref name="limit"/> (100) events after <paramref name="sinceRev"/>.</summary>
    Task<Opening> Changes(Snowflake userId, long sinceRev, int limit);

    /// <summary>
    /// Counts replies, readers and members anew, repairs what differs from what is counted on, and answers how many
    /// counters did; 0 is expected.
    /// </summary>
    Task<int> Audit();

    /// <summary>
    /// Tells the other readers that the user is typing, merged over half a second. Refused as a message would be; what
    /// a reader's node has no time for is dropped.
    /// </summary>
    Task Typing(Snowflake userId);

    /// <summary>Starts sending frames to a web node, or renews it, for <see cref="PlanetLease.Duration"/>.</summary>
    Task<PlanetAttachment> Attach(string node, IPlanetObserver observer);

    /// <summary>Stops sending frames to a web node.</summary>
    Task Detach(string node);

    /// <summary>
    /// Every event after <paramref name="rev"/> for a web node that missed a frame. Where they are too many, none, and
    /// the frame's <see cref="PlanetFrame.FromRev"/> is the head; null where the head is below <paramref name="rev"/>.
    /// </summary>
    Task<PlanetFrame?> Gap(long rev);

    /// <summary>
    /// For a web node: the numbers of the newest messages, for readers whom it gave no counters for a while, as a frame
    /// that follows the planet's head. It is for who has all events up to there; what is told with ticks up to its own
    /// is in it already. Moves of older messages are not made good.
    /// </summary>
    Task<PlanetFrame> Counts();

    /// <summary>
    /// Takes the messages of a verified archive out of PostgreSQL, between two batches, and shows them to nobody from there
    /// on. Answers whether it did: not where they have changed since the archive was written.
    /// </summary>
    Task<bool> Archive(Snowflake archiveId);

    /// <summary>Reads anew up to where messages are archived, after some were restored.</summary>
    Task MoveFloor();

    /// <summary>What the activation holds, for operators.</summary>
    Task<PlanetInspection> Inspect();

    /// <summary>
    /// Lets go of web nodes that have not renewed and, unless something is under way, of all that the next call can read
    /// again; ends the activation where no node is left and nobody has used it for
    /// <see cref="PlanetOptions.EndAfter"/>. Answers whether nothing was under way.
    /// </summary>
    Task<bool> Rest();

    /// <summary>
    /// Ends the activation once the calls under way are answered; the next call makes a new one. Web nodes attach to
    /// it within <see cref="PlanetLease.RenewEvery"/> and fetch what they missed.
    /// </summary>
    Task Deactivate();
}
