using System.Collections.Concurrent;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Model;

/// <summary>A planet, its model, and everybody who has to do with them.</summary>
internal sealed class Stage
{
    /// <summary>Users of a run; the last two are no members when it begins.</summary>
    public const string Users = "abcdef";

    private const string FirstMembers = "abcd";

    // Some users have two devices.
    private const string Owners = "aabbcdef";

    private readonly NpgsqlDataSource _database;
    private readonly ConcurrentDictionary<(char User, string Key), SendResult> _sent = [];
    private WatchingNode _node = null!;

    private Stage(PlanetCluster cluster, NpgsqlDataSource database, IPlanetGrain planet, Cast cast)
    {
        _database = database;
        (Cluster, Planet, Cast) = (cluster, planet, cast);
    }

    public PlanetCluster Cluster { get; }

    public IPlanetGrain Planet { get; }

    public Snowflake Id => new(Planet.GetPrimaryKeyLong());

    public Cast Cast { get; }

    public PlanetModel Model { get; set; } = new(FirstMembers, Owners);

    public IReadOnlyList<Device> Devices { get; } = [.. Owners.Select(user => new Device(user))];

    /// <summary>A time that no run reaches.</summary>
    public DateTimeOffset MutedUntil { get; } = Snowflake.Origin.AddYears(60);

    public static async Task<Stage> SetAsync(PlanetCluster cluster, NpgsqlDataSource database)
    {
        var cast = new Cast(await AddUsersAsync(database, Users.Length));
        var planet = await cluster.CreateAsync([.. cast.Ids(FirstMembers)]);
        var stage = new Stage(cluster, database, planet, cast);
        stage._node = new WatchingNode(cluster, planet, stage.Devices);
        await stage.RepairAsync();
        return stage;
    }

    /// <summary>The messages in one call; answers how each ended.</summary>
    public async Task<IReadOnlyList<string>> PostAsync(IReadOnlyList<Send> sends)
    {
        var outcomes = new List<string>();
        var results = await RetriedAsync(async () =>
        {
            var answered = await Planet.Post([.. sends.Select(send => send.Request(this))]);
            return Array.TrueForAll([.. answered], outcome => outcome.Code != ErrorCode.Unavailable)
                ? answered
                : throw new ChatException(ErrorCode.Unavailable);
        });
        foreach (var (send, outcome) in sends.Zip(results))
        {
            outcomes.Add(outcome.Result is { } sent ? Sent(send, sent) : Outcome.Refused(outcome.Code));
        }
        return outcomes;
    }

    /// <summary>What the planet answered to the send of this message.</summary>
    public SendResult Answer(ModelMessage message) => _sent[(message.Sender, message.Key)];

    public async Task<string> SubscribeAsync(int place, Since since, long? rev)
    {
        var device = Devices[place];
        if (since == Since.Kept)
        {
            device.TakeUpKept();
        }
        var before = device.View?.Rev;
        if (since == Since.Pages && rev is not null && Model.Refusal(device.User) is null)
        {
            rev = await ReadPagesAsync(device);
        }
        var opening = await Planet.Open(Cast[device.User], rev);
        switch (opening.State)
        {
            case OpeningState.Recovered:
                device.View!.Recover(opening);
                device.GoOn();
                return $"recovered {opening.HeadRev - before}";
            case OpeningState.Snapshot:
                CheckSnapshot(device.User, opening.Snapshot!);
                var members = await Planet.Members(Cast[device.User], after: null, limit: 101);
                device.Begin(new ClientView(Cast[device.User], opening, members));
                return "snapshot";
            default:
                device.Drop();
                return $"denied: {opening.Code}";
        }
    }

    /// <summary>Sets what the user's settings say and has the planet read it.</summary>
    public async Task HideAsync(char user, bool hidden)
    {
        await using var command = _database.CreateCommand(
            "UPDATE users SET settings = jsonb_build_object('readReceipts', $2) WHERE id = $1"
        );
        command.Parameters.AddWithValue(Cast[user].Value);
        command.Parameters.AddWithValue(!hidden);
        await command.ExecuteNonQueryAsync();
        await Planet.Refresh(Cast[user]);
    }

    /// <summary>Takes the planet away from its activation.</summary>
    public Task ClaimAsync() => Service<PlanetStore>().ClaimAsync(Id);

    /// <summary>Has the planet rest, and looks at its claim; answers whether nothing was under way there.</summary>
    public async Task<bool> RestAsync()
    {
        var rests = await Planet.Rest();
        await _node.RenewAsync(Id);
        return rests;
    }

    /// <summary>Finds the planet's new activation and what was missed of it.</summary>
    public Task RepairAsync() => _node.AttachAsync(async () => (await Planet.Open(AnyMember, sinceRev: null)).Tick);

    /// <summary>Waits until devices have been told of every event.</summary>
    public Task ReachEventsAsync() => _node.ReachAsync(Model.Rev, tick: 0);

    /// <summary>Waits until devices have been told of everything.</summary>
    public async Task ReachAsync()
    {
        // An opening hands out the counters that wait, and says which were the last.
        var tick = Model.Active.Any() ? (await Planet.Open(AnyMember, Model.Rev)).Tick : 0;
        await _node.ReachAsync(Model.Rev, tick);
    }

    public T Service<T>()
        where T : notnull => Cluster.Services.GetRequiredService<T>();

    private void CheckSnapshot(char user, Snapshot snapshot)
    {
        var newest = Model.VisibleTo(user).TakeLast(Opening.SnapshotMessages).Select(message => message.Seq);
        Difference.RequireAll("a snapshot", newest, snapshot.Messages.Select(message => message.Seq));
        Difference.Require("one's own cursor", Model.Member(user)!.Cursor, snapshot.Me.LastReadSeq);
    }

    private Snowflake AnyMember => Cast[Model.Active.First().User];

    private string Sent(Send send, SendResult result)
    {
        var first = _sent.GetOrAdd((send.User, send.Key), result);
        Difference.Require("a retry's answer", first with { Duplicate = true }, result with { Duplicate = true });
        return Outcome.Sent(result.Seq, result.Rev, result.Duplicate);
    }

    // The last page may be a snapshot: then there is nothing to read in pages.
    private async Task<long> ReadPagesAsync(Device device)
    {
        const int PageSize = 7;
        var view = device.View!;
        while (await Planet.Changes(Cast[device.User], view.Rev, PageSize) is { State: OpeningState.Recovered } page)
        {
            view.Catch(page);
            if (page.HasMore != true)
            {
                break;
            }
        }
        return view.Rev;
    }
}
