using Connecto.Bench.Processes;
using Connecto.Storage;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Connecto.Web.Tests.Replicas;

/// <summary>A server with two PostgreSQL of its own: a primary, and a replica that follows it.</summary>
internal sealed class ReplicatedServer : IAsyncDisposable
{
    private ReplicatedServer(PostgresServer primary, PostgresServer replica, RestServer rest) =>
        (Primary, Replica, Rest) = (primary, replica, rest);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public PostgresServer Primary { get; }

    public PostgresServer Replica { get; }

    public RestServer Rest { get; }

    /// <summary>Skips the test where this machine has no PostgreSQL of its own.</summary>
    /// <param name="bound">How many seconds the replica may be behind.</param>
    public static async Task<ReplicatedServer> StartAsync(PostgresFixture postgres, int bound = 3600)
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "this machine has no PostgreSQL of its own to replicate");
        var primary = await PostgresServer.StartAsync();
        await using (var database = NpgsqlDataSource.Create(primary.ConnectionString + ";Pooling=false"))
        {
            await new Migrations(database, MigrationScript.Embedded, NullLogger.Instance).UpAsync();
        }
        var replica = await primary.FollowAsync();
        var rest = new RestServer(postgres);
        rest.Server.Settings["ConnectionStrings:Postgres"] = primary.ConnectionString;
        rest.Server.Settings["ConnectionStrings:PostgresReadOnly"] = replica.ConnectionString;
        rest.Server.Settings["Storage:ReplicaLagSeconds"] = $"{bound}";
        await rest.InitializeAsync();
        return new ReplicatedServer(primary, replica, rest);
    }

    public async ValueTask DisposeAsync()
    {
        await Rest.DisposeAsync();
        await Replica.DisposeAsync();
        await Primary.DisposeAsync();
    }

    /// <summary>From here on the replica stays as it is, though it answers.</summary>
    public async Task PauseAsync()
    {
        await OnReplicaAsync("SELECT pg_wal_replay_pause()");
        await Eventually.Holds(
            async () => (string?)await OnReplicaAsync("SELECT pg_get_wal_replay_pause_state()") == "paused",
            "it is paused",
            Cancellation
        );
    }

    public Task ResumeAsync() => OnReplicaAsync("SELECT pg_wal_replay_resume()");

    /// <summary>Calls until the replica alone is asked for what is answered.</summary>
    public async Task AnswersAsync(RestUser reader, string path)
    {
        using var asked = new ServersAsked();
        await Eventually.Holds(
            async () =>
            {
                asked.Clear();
                Assert.Equal(200, (await reader.Rest.GetAsync(path)).Status);
                return asked.Count(Replica) > 0 && asked.Count(Primary, "FROM messages m") == 0;
            },
            $"the replica answers {path}",
            Cancellation
        );
    }

    private async Task<object?> OnReplicaAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Replica.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
