using System.Collections.Immutable;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage;

namespace Connecto.Planets;

/// <content>Sending messages, and what is done to them.</content>
internal sealed partial class PlanetGrain
{
    public async Task<ImmutableArray<SendOutcome>> Post(ImmutableArray<SendRequest> requests)
    {
        using var visit = Enter();
        // Its web node has one call to the planet under way, and everybody there who sends to it waits behind.
        await ReadyAsync(isSend: true);
        if (requests.IsEmpty)
        {
            return [];
        }
        var call = new PostCall(requests.Length);
        for (var i = 0; i < requests.Length; i++)
        {
            Send(requests[i], call, i);
        }
        return await call.Done;
    }

    private void Send(SendRequest request, PostCall call, int index, bool announces = false) =>
        Take(
            new PendingSend(request, RequestHash.Of(request), call, index)
            {
                Needs = request.ReplyToSeq,
                Announces = announces,
            }
        );

    private void Take(PendingSend send)
    {
        var (sender, key) = send.Key;
        if (State.Messages.Find(sender, key) is { } kept)
        {
            send.Complete(Original(send.Hash, kept.RequestHash, kept.Id, kept.Seq, kept.PostedRev, kept.CreatedAt));
        }
        else if (_sending.TryAdd(send.Key, send))
        {
            Enqueue(send);
        }
        else if (_sending[send.Key] is var first && IsSame(send.Hash, first.Hash))
        {
            first.Join(send);
        }
        else
        {
            first.Contest(send);
        }
    }

    // Of others under the same key, once it is known whether one is stored under it.
    private void TakeRivals(PendingSend ended, ErrorCode? refusal)
    {
        foreach (var rival in ended.TakeRivals())
        {
            if (refusal is ErrorCode.Unavailable)
            {
                rival.Fail(new ChatException(ErrorCode.Unavailable));
            }
            else
            {
                Take(rival);
            }
        }
    }

    // A key that is stored is answered whatever the sender's standing is by now.
    private async Task RefuseSendAsync(PendingSend send, ChatException refusal)
    {
        try
        {
            var (sender, key) = send.Key;
            if (await SoonAsync(messages.FindKeyAsync(Id, sender, key)) is { } original)
            {
                Answer(send, original);
                return;
            }
            if (!send.Announces && refusal.Code == ErrorCode.NotFound && State.Member(sender) is null)
            {
                var code = await RefusalAsync(sender);
                // Let in since: sent again it is taken.
                var isIn = State.Member(sender) is { HasAccess: true };
                refusal = new ChatException(isIn ? ErrorCode.Unavailable : code);
            }
            else
            {
                await RequireStandingAsync();
            }
            Fail(send, refusal);
        }
        catch (ChatException notNow)
        {
            Fail(send, notNow);
        }
        catch (Exception failure)
        {
            Log.KeyLookupFailed(logger, Id, failure);
            Fail(send, new ChatException(ErrorCode.Unavailable));
        }
    }

    private void Answer(PendingSend send, StoredKey key)
    {
        Forget(send);
        send.Complete(Original(send.Hash, key.RequestHash, key.MessageId, key.Seq, key.Rev, key.CreatedAt));
        TakeRivals(send, refusal: null);
    }

    private static SendOutcome Original(
        byte[] hash,
        byte[] originalHash,
        Snowflake id,
        long seq,
        long rev,
        DateTimeOffset createdAt
    ) =>
        IsSame(hash, originalHash)
            ? SendOutcome.Done(new SendResult(id, seq, rev, createdAt, Duplicate: true))
            : Mismatch();

    private static bool IsSame(byte[] hash, byte[] original) => hash.AsSpan().SequenceEqual(original);

    private static SendOutcome Mismatch() => SendOutcome.Refused(new ChatException(ErrorCode.IdempotencyMismatch));

    public async Task<long> Announce(Snowflake actorId, string text, string key)
    {
        using var visit = Enter();
        await ReadyAsync();
        var call = new PostCall(1);
        // No client's key holds a space.
        Send(new SendRequest(actorId, $"announcement {key}", text, null, []), call, 0, announces: true);
        return (await call.Done)[0].OrThrow().Rev;
    }

    public Task<long> Edit(Snowflake userId, long seq, string text) =>
        ChangeAsync(userId, draft => MessageChanges.Edit(draft, userId, seq, text), seq);

    public Task<long> Delete(Snowflake userId, long seq) =>
        ChangeAsync(userId, draft => MessageChanges.Delete(draft, userId, seq), seq);

    public Task<long> Moderate(Snowflake actorId, long seq) =>
        ChangeAsync(draft => MessageChanges.Moderate(draft, actorId, seq), seq);

    public Task<long> React(Snowflake userId, long seq, string emoji, bool on) =>
        ChangeAsync(userId, draft => MessageChanges.React(draft, userId, seq, emoji, on), seq);

    public Task<long> Pin(Snowflake userId, long seq, bool on) =>
        ChangeAsync(userId, draft => MessageChanges.Pin(draft, userId, seq, on), seq);
}
