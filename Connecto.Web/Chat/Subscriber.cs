using System.Collections.Immutable;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Chat;

/// <summary>Opens planets for connections.</summary>
internal sealed class Subscriber(
    PlanetTable planets,
    WebNode node,
    IOptions<ChatOptions> options,
    ILogger<Subscriber> logger
) : IDisposable
{
    /// <summary>Most bytes of one answer; the planets that do not fit are called for again.</summary>
    private const int MaxAnswerBytes = 1024 * 1024;

    /// <summary>Planets of one call that are opened at a time.</summary>
    private const int ParallelOpenings = 8;

    // Of all connections: thousands who come back at once open no more planets at a time than the node can spare.
    private readonly SemaphoreSlim _openings = new(options.Value.OpeningTogether);

    /// <summary>Opens planets. The connection's next call waits until this one's answer has been written.</summary>
    public async Task<SubscribeAnswer> SubscribeAsync(
        ChatConnection connection,
        ImmutableArray<SubscribeRequest> requests
    )
    {
        await connection.Subscribing.TakeAsync();
        try
        {
            return await AnswerAsync(connection, requests);
        }
        catch
        {
            connection.Subscribing.Pass();
            throw;
        }
    }

    /// <summary>
    /// Ends subscriptions, in turn with the calls that begin them; a planet that is not subscribed to is passed over.
    /// </summary>
    public static async Task UnsubscribeAsync(ChatConnection connection, ImmutableArray<Snowflake> planetIds)
    {
        await connection.Subscribing.TakeAsync();
        foreach (var planetId in planetIds)
        {
            connection.Find(planetId)?.End();
        }
        connection.Subscribing.Pass();
    }

    public void Dispose() => _openings.Dispose();

    private async Task<SubscribeAnswer> AnswerAsync(
        ChatConnection connection,
        ImmutableArray<SubscribeRequest> requests
    )
    {
        var answer = new SubscribeAnswer(connection.Subscribing);
        var underWay = new Queue<Task<Opened>>(ParallelOpenings);
        var isFull = false;
        for (var (next, answered) = (0, 0); answered < requests.Length; answered++)
        {
            while (!isFull && next < requests.Length && underWay.Count < ParallelOpenings)
            {
                underWay.Enqueue(OpenAsync(connection, requests[next++]));
            }
            if (!underWay.TryDequeue(out var opening))
            {
                answer.Add(SubscribeAnswer.Encode(Later(requests[answered].PlanetId)));
                continue;
            }
            var opened = await opening;
            if (answered > 0 && answer.Length + opened.Bytes.Length > MaxAnswerBytes)
            {
                isFull = true;
                opened.Subscription?.End();
                answer.Add(SubscribeAnswer.Encode(Later(requests[answered].PlanetId)));
                continue;
            }
            answer.Add(opened.Bytes);
            if (opened.Subscription is { } subscription)
            {
                answer.GoesLive(subscription, opened.Opening);
            }
        }
        return answer.Close();
    }

    private async Task<Opened> OpenAsync(ChatConnection connection, SubscribeRequest request)
    {
        if (planets.Begin(connection, request.PlanetId, request.HeadOnly) is not { } subscription)
        {
            return Opened.Not(Opening.Denied(request.PlanetId, ErrorCode.TooLarge));
        }
        await _openings.WaitAsync();
        try
        {
            await subscription.Planet.EnsureAttachedAsync();
            var opened = await OpenAsync(subscription, request.SinceRev);
            if (opened.Bytes.Length > MaxAnswerBytes && opened.Opening.State == OpeningState.Recovered)
            {
                // So many events that a fresh start is shorter.
                opened = await OpenAsync(subscription, sinceRev: null);
            }
            if (opened.Opening.State != OpeningState.Denied)
            {
                return opened;
            }
            subscription.End();
            return opened with { Subscription = null };
        }
        catch (Exception failure)
        {
            subscription.End();
            if (failure is ChatException refusal)
            {
                return Opened.Not(Opening.Denied(request.PlanetId, refusal.Code));
            }
            Log.NotOpened(logger, request.PlanetId, failure);
            return Opened.Not(Opening.Denied(request.PlanetId, ErrorCode.Unavailable));
        }
        finally
        {
            _openings.Release();
        }
    }

    private async Task<Opened> OpenAsync(Subscription subscription, long? sinceRev)
    {
        var caller = subscription.Connection.Caller;
        var planet = node.Planet(subscription.Planet.Id);
        var opening = subscription.HeadOnly
            ? await planet.OpenHead(caller.UserId)
            : await planet.Open(caller.UserId, sinceRev);
        return new Opened(opening, SubscribeAnswer.Encode(opening), subscription);
    }

    private static Opening Later(Snowflake planetId) => new(planetId, OpeningState.Later, 0, 0);

    /// <summary>What a planet answered, encoded; <c>Subscription</c> where it is to go live.</summary>
    private sealed record Opened(Opening Opening, byte[] Bytes, Subscription? Subscription)
    {
        public static Opened Not(Opening opening) => new(opening, SubscribeAnswer.Encode(opening), null);
    }
}
