using System.Text.Json;
using Connecto.Bench.History;

namespace Connecto.Bench.Clients;

/// <summary>
/// A member of several planets on one connection at a time, who behaves as the contract tells clients to: comes back
/// whenever the connection ends, to another server where there is one, resumes by rev, sends its cursors again, and
/// repeats what was not answered under the same <c>clientMessageId</c>. It remembers what it was promised and what it was
/// given.
/// </summary>
/// <param name="user">Whose client it is; he may have others.</param>
/// <param name="name">Its own name, unlike all others.</param>
/// <param name="planetIds">Its planets.</param>
/// <param name="servers">The web nodes.</param>
/// <param name="wandersIn">The planet that it leaves and joins again; null where it stays.</param>
/// <param name="random">What it does is drawn from this.</param>
/// <param name="log">Where it writes what it does.</param>
internal sealed partial class ChatClient(
    ChatUser user,
    string name,
    IReadOnlyList<string> planetIds,
    IReadOnlyList<WebServer> servers,
    string? wandersIn,
    Random random,
    RunLog log
)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PlanetCopy> _copies = planetIds.ToDictionary(
        id => id,
        id => new PlanetCopy(id, user, name, log.Fault)
    );
    private readonly List<OwnSend> _sends = [];
    private readonly List<ChangedMessage> _changes = [];
    private readonly List<ReactedMessage> _reactions = [];
    private readonly List<MembershipChange> _moves = [];
    private readonly Dictionary<string, long> _cursors = planetIds.ToDictionary(id => id, _ => 0L);
    private readonly HashSet<string> _untoldCursors = [];
    private List<OwnSend> _unanswered = [];
    private List<OwnSend> _retries = [];
    private OwnChange? _change;
    private OwnMove? _move;
    private WebServer _server = servers[random.Next(servers.Count)];
    private bool _isConnected;
    private int _leaveWithin;
    private int _connection;
    private int _calls;

    public string Name => name;

    public ChatUser User => user;

    /// <summary>What it is at; set from outside.</summary>
    public Phase Phase
    {
        get;
        set
        {
            lock (_lock)
            {
                field = value;
                _retries = value == Phase.Retrying ? [.. _sends.Where(send => send.Answer is not null)] : [];
            }
        }
    }

    /// <summary>Whether everything is answered and every planet is live in which its user is.</summary>
    public bool IsSettled => Unsettled is null;

    /// <summary>What it still waits for; null where all is well.</summary>
    public string? Unsettled
    {
        get
        {
            lock (_lock)
            {
                var dead = _copies.Values.Where(copy => !copy.IsLive && !IsOut(copy.PlanetId)).ToList();
                return !_isConnected ? "a connection"
                    : dead.Count > 0 ? $"planets {string.Join(' ', dead.Select(copy => copy.PlanetId))}"
                    : _unanswered.Count + _retries.Count > 0 ? $"{_unanswered.Count} sends, {_retries.Count} retries"
                    : _untoldCursors.Any(id => !IsOut(id)) ? "cursors"
                    : _change?.ToString() ?? _move?.ToString();
            }
        }
    }

    /// <summary>Stays connected until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var socket = await ChatSocket.ConnectAsync(_server.Address, user.Token, Take, stop);
                Begin();
                await StayAsync(socket, stop);
            }
            catch (IOException)
            {
                // The connection ended; the next one resumes.
            }
            catch (TimeoutException)
            {
                log.Fault($"{name}: a call on connection {_connection} had no answer, though the server lives");
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }

            End();
            await Task.Delay(random.Next(20, 200), stop).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    public IReadOnlyList<SentMessage> Sends => Locked(() => _sends.ConvertAll(send => send.Record(user.Id)));

    public IReadOnlyList<ChangedMessage> Changes => Locked(() => _changes.ToList());

    public IReadOnlyList<ReactedMessage> Reactions => Locked(() => _reactions.ToList());

    public IReadOnlyList<MembershipChange> Moves => Locked(() => _moves.ToList());

    /// <summary>Its copies as they are; <paramref name="fill"/> gives the messages of a planet before a seq.</summary>
    public async Task<IReadOnlyList<CopyRecord>> CopiesAsync(
        Func<string, string, long, Task<IReadOnlyList<MessageState>>> fill
    )
    {
        foreach (var (planetId, copy) in _copies.Where(pair => !IsOut(pair.Key)))
        {
            var isMore = copy.WholeFrom > 1;
            while (isMore)
            {
                var calledAt = log.Now;
                var page = await fill(user.Token, planetId, copy.WholeFrom);
                lock (_lock)
                {
                    isMore = copy.Fill(page, calledAt);
                }
            }
        }

        return Locked(() => _copies.Values.Select(copy => copy.Record(_cursors[copy.PlanetId])).ToList());
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }

    private bool IsOut(string planetId) => user.Standings.IsOut(planetId);

    private void Begin()
    {
        lock (_lock)
        {
            (_isConnected, _leaveWithin, _calls) = (true, 0, 0);
            _connection = log.NextConnection();
            _untoldCursors.UnionWith(_cursors.Where(pair => pair.Value > 0).Select(pair => pair.Key));
        }

        log.Count("connections");
    }

    private void End()
    {
        lock (_lock)
        {
            _isConnected = false;
            foreach (var copy in _copies.Values)
            {
                copy.Stop();
            }

            _server = servers[random.Next(servers.Count)];
        }
    }

    private void Take(string target, JsonElement argument)
    {
        lock (_lock)
        {
            switch (target)
            {
                case "events":
                    _copies[argument.Text("planetId")].Events(argument);
                    break;
                case "receipts":
                    _copies[argument.Text("planetId")].Receipts(argument);
                    break;
                case "counts":
                    _copies[argument.Text("planetId")].Counts(argument);
                    break;
                case "resubscribe":
                    argument.EnumerateArray().ToList().ForEach(id => _copies[id.GetString()!].Stop());
                    log.Count("resubscribes");
                    break;
                case "heads":
                    foreach (var head in argument.EnumerateArray())
                    {
                        var copy = _copies[head[0].GetString()!];
                        if (head[1].GetInt64() > copy.HeadRev)
                        {
                            copy.Stop();
                        }
                    }

                    break;
                case "reconnect":
                    _leaveWithin = Math.Max(1, (int)argument.Number("withinMs"));
                    break;
            }
        }
    }

    // False where it was refused for a passing cause, or nobody knows, and is to be tried again after a moment. Any other
    // refusal is for good; the one for which he was out, or might have been, is as it should be.
    private async Task<bool> IsDoneAsync(
        Func<Task> call,
        string planetId,
        string what,
        Action<string> refused,
        string? expected = null
    )
    {
        var changes = user.Standings.Changes(planetId);
        string code;
        Exception refusal;
        try
        {
            await call();
            return true;
        }
        catch (HubRefusedException byHub)
        {
            (code, refusal) = (byHub.Code ?? "unknown", byHub);
        }
        catch (RestRefusedException byRest)
        {
            // A proxy may answer in a server's stead, without a code.
            (code, refusal) = (byRest.Code ?? "unavailable", byRest);
        }
        catch (Exception unknown) when (unknown is HttpRequestException or TaskCanceledException)
        {
            return false;
        }

        if (code == "unavailable")
        {
            return false;
        }

        var wasOut = code == "not_member" && !user.Standings.IsInSince(planetId, changes);
        if (!wasOut && code != expected)
        {
            log.Fault($"{name}: {what} was refused: {refusal.Message}");
        }

        refused(code);
        return true;
    }
}
