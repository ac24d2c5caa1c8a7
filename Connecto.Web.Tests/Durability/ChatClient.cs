using System.Text.Json;
using Connecto.Web.Tests.Durability.History;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Durability;

/// <summary>
/// A member of several planets on one connection at a time, who behaves as the contract tells clients to: comes back
/// whenever the connection ends, resumes by rev, sends its cursors again, and repeats what was not answered under the
/// same <c>clientMessageId</c>. It remembers what it was promised and what it was given.
/// </summary>
internal sealed partial class ChatClient(
    ChatUser user,
    IReadOnlyList<string> planetIds,
    Uri server,
    Random random,
    RunLog log
)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PlanetCopy> _copies = planetIds.ToDictionary(
        id => id,
        id => new PlanetCopy(id, user, log.Fault)
    );
    private readonly List<OwnSend> _sends = [];
    private readonly List<ChangedMessage> _changes = [];
    private readonly Dictionary<string, long> _cursors = planetIds.ToDictionary(id => id, _ => 0L);
    private readonly HashSet<string> _untoldCursors = [];
    private List<OwnSend> _unanswered = [];
    private List<OwnSend> _retries = [];
    private OwnChange? _change;
    private bool _isConnected;
    private int _leaveWithin;
    private int _connection;
    private int _calls;

    /// <summary>What it is at; set from outside.</summary>
    public Phase Phase
    {
        get;
        set
        {
            lock (_lock)
            {
                field = value;
                _retries = value == Phase.Retrying ? [.. _sends] : [];
            }
        }
    }

    /// <summary>Whether everything is answered and every planet is live.</summary>
    public bool IsSettled
    {
        get
        {
            lock (_lock)
            {
                return _isConnected
                    && _copies.Values.All(copy => copy.IsLive)
                    && _unanswered.Count + _retries.Count + _untoldCursors.Count == 0
                    && _change is null;
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
                await using var socket = await ChatSocket.ConnectAsync(server, user.Token, Take, stop);
                Begin();
                await StayAsync(socket, stop);
            }
            catch (IOException)
            {
                // The connection ended; the next one resumes.
            }
            catch (TimeoutException)
            {
                log.Fault($"{user.Name}: a call on connection {_connection} had no answer");
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            End();
            await PauseAsync(20, 200, stop);
        }
    }

    public IReadOnlyList<SentMessage> Sends
    {
        get
        {
            lock (_lock)
            {
                return [.. _sends.Select(send => send.Record(user.Id))];
            }
        }
    }

    public IReadOnlyList<ChangedMessage> Changes
    {
        get
        {
            lock (_lock)
            {
                return [.. _changes];
            }
        }
    }

    /// <summary>Its copies as they are; <paramref name="fill"/> gives the messages of a planet before a seq.</summary>
    public async Task<IReadOnlyList<CopyRecord>> CopiesAsync(
        Func<string, string, long, Task<IReadOnlyList<MessageState>>> fill
    )
    {
        foreach (var (planetId, copy) in _copies)
        {
            while (copy.WholeFrom > 1)
            {
                var page = await fill(user.Token, planetId, copy.WholeFrom);
                lock (_lock)
                {
                    copy.Fill(page);
                }
            }
        }
        lock (_lock)
        {
            return [.. _copies.Values.Select(copy => copy.Record(_cursors[copy.PlanetId]))];
        }
    }

    private void Begin()
    {
        lock (_lock)
        {
            (_isConnected, _leaveWithin, _calls) = (true, 0, 0);
            _connection++;
            _untoldCursors.UnionWith(_cursors.Where(pair => pair.Value > 0).Select(pair => pair.Key));
        }
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

    // A refusal for a passing cause: tried again after a moment.
    private async Task<bool> IsDoneAsync(Task call, string what)
    {
        try
        {
            await call;
            return true;
        }
        catch (HubRefusedException refusal)
        {
            if (refusal.Code != "unavailable")
            {
                log.Fault($"{user.Name}: {what} was refused: {refusal.Message}");
            }
            return false;
        }
    }

    private Task PauseAsync(int from, int to, CancellationToken stop) => Task.Delay(random.Next(from, to), stop);
}
