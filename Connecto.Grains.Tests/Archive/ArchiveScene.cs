using Connecto.Archive;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans;

namespace Connecto.Tests.Archive;

/// <summary>A silo with planets that have old messages, and a folder for archives. Rounds begin when a test says so.</summary>
internal sealed class ArchiveScene : IAsyncDisposable
{
    /// <summary>Old messages of <see cref="PlanetAsync"/>, of two months.</summary>
    public const int Old = 60;

    private readonly NpgsqlDataSource _database;

    private ArchiveScene(PlanetCluster cluster, NpgsqlDataSource database)
    {
        (Cluster, _database) = (cluster, database);
        Folder = Directory.CreateTempSubdirectory("connecto-archive-").FullName;
        Options = new ArchiveOptions
        {
            Folder = Folder,
            MessagesAfterDays = 30,
            EventsAfterDays = 30,
        };
        Files = new ArchiveFolder(Folder);
    }

    public PlanetCluster Cluster { get; }

    public string Folder { get; }

    public ArchiveOptions Options { get; }

    public ArchiveFolder Files { get; }

    public ArchiveStore Archives => Cluster.Services.GetRequiredService<ArchiveStore>();

    public static async Task<ArchiveScene> OpenAsync(string connectionString, NpgsqlDataSource database) =>
        new(await PlanetCluster.StartAsync(connectionString), database);

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>
    /// A planet of the user with <see cref="Old"/> messages, the first half of which are a month older, and as many new ones
    /// as stay in any case.
    /// </summary>
    public async Task<IPlanetGrain> PlanetAsync(Snowflake owner)
    {
        var planet = await Cluster.CreateAsync(owner);
        await SqlAsync(
            $"""
            WITH old AS (SELECT date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS month)
            INSERT INTO messages (planet_id, seq, id, rev, posted_rev, sender_id, created_at, type, client_message_id,
                request_hash, text, reply_to_seq, mentions)
            SELECT {planet.GetPrimaryKeyLong()}, seq, seq, seq + 1, seq + 1, {owner},
                CASE WHEN seq <= {Old
                / 2} THEN month - interval '100 days' WHEN seq <= {Old} THEN month - interval '65 days'
                     ELSE now() END + seq * interval '1 ms',
                0, 'key ' || seq, '\x01', E'text "' || seq || E'"\n\\ 😀', CASE seq WHEN {Old} THEN 3 WHEN {Old
                + 1} THEN 5 END,
                CASE seq WHEN 7 THEN ARRAY[1, 2]::bigint[] ELSE ARRAY[]::bigint[] END
            FROM generate_series(1, {Old + MessageArchive.Kept}) seq, old
            """
        );
        await SqlAsync(
            $"""
            UPDATE planets SET head_seq = {Old + MessageArchive.Kept}, head_rev = {Old + MessageArchive.Kept + 1},
                head_at = now() + interval '1 second' WHERE id = {planet.GetPrimaryKeyLong()}
            """
        );
        await SqlAsync(
            $"""
            INSERT INTO message_reactions SELECT {planet.GetPrimaryKeyLong()}, seq, '👍', {owner}, 4
            FROM generate_series(4, 8) seq
            """
        );
        await SqlAsync(
            $"INSERT INTO message_edits VALUES ({planet.GetPrimaryKeyLong()}, 9, 10, 'before', now() - interval '90 days')"
        );
        return planet;
    }

    /// <summary>One round; files are kept by <paramref name="files"/>, where it is given.</summary>
    public async Task<ArchiveResult> RoundAsync(IArchiveFiles? files = null)
    {
        await using var lease = await TakeAsync();
        var (result, _) = await Round(files ?? Files).RunAsync(lease!.Epoch, CancellationToken.None);
        return result;
    }

    /// <summary>What a server holds that archives; null while another one does.</summary>
    public Task<ArchiveLease?> TakeAsync() =>
        ArchiveLease.TakeAsync(
            Cluster.Services.GetRequiredService<Databases>(),
            TimeProvider.System,
            CancellationToken.None
        );

    public ArchiveRound Round(IArchiveFiles files)
    {
        var services = Cluster.Services;
        return new ArchiveRound(
            Archives,
            services.GetRequiredService<MessageArchive>(),
            services.GetRequiredService<EventArchive>(),
            files,
            Cluster.Grains,
            services.GetRequiredService<SnowflakeGenerator>(),
            Microsoft.Extensions.Options.Options.Create(Options),
            TimeProvider.System,
            NullLogger<ArchiveRound>.Instance
        );
    }

    public Task<ArchiveResult> RestoreAsync(ArchiveOrder order) =>
        new ArchiveRestore(
            Archives,
            Cluster.Services.GetRequiredService<MessageArchive>(),
            Cluster.Services.GetRequiredService<EventArchive>(),
            Files,
            Cluster.Grains,
            NullLogger<ArchiveRestore>.Instance
        ).RunAsync(order, CancellationToken.None);

    public async Task<IReadOnlyList<StoredArchive>> ArchivesOfAsync(IPlanetGrain planet) =>
        [
            .. (await Archives.ListAsync(null, 1000)).Where(archive =>
                archive.PlanetId?.Value == planet.GetPrimaryKeyLong()
            ),
        ];

    /// <summary>The seqs of the planet's messages in PostgreSQL and in archives that are done, in order.</summary>
    public async Task<long[]> SeqsEverywhereAsync(IPlanetGrain planet)
    {
        var seqs = (await RowsAsync($"SELECT seq::text FROM messages WHERE planet_id = {planet.GetPrimaryKeyLong()}"))
            .Select(long.Parse)
            .ToList();
        foreach (var archive in await ArchivesOfAsync(planet))
        {
            if (archive.State == ArchiveState.Done)
            {
                await ArchiveReader.VerifyAsync(Files, archive.Manifest!);
                await foreach (var (table, row) in ArchiveReader.RowsAsync(Files, archive.Manifest!))
                {
                    if (table == "messages")
                    {
                        using var json = System.Text.Json.JsonDocument.Parse(row);
                        seqs.Add(json.RootElement.GetProperty("seq").GetInt64());
                    }
                }
            }
        }
        return [.. seqs.Order()];
    }

    /// <summary>All that PostgreSQL holds of the planet's messages, a line a row.</summary>
    public Task<string[]> ContentAsync(IPlanetGrain planet) =>
        RowsAsync(
            $"""
            SELECT row_to_json(m)::text FROM messages m WHERE planet_id = {planet.GetPrimaryKeyLong()}
            UNION ALL SELECT row_to_json(m)::text FROM message_reactions m WHERE planet_id = {planet.GetPrimaryKeyLong()}
            UNION ALL SELECT row_to_json(m)::text FROM message_edits m WHERE planet_id = {planet.GetPrimaryKeyLong()}
            ORDER BY 1
            """
        );

    public async Task SqlAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<string[]> RowsAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }
        return [.. rows];
    }
}
