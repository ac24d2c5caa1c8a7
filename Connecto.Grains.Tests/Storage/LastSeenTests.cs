using Connecto.Tests.Support;

namespace Connecto.Grains.Tests.Storage;

public sealed class LastSeenTests(FreshDatabase database) : IClassFixture<FreshDatabase>
{
    [Fact]
    public async Task When_users_were_last_seen_is_written_without_a_word_to_the_indexes_of_users()
    {
        await using var connection = await database.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO users (id, email, display_name, created_at)
            SELECT id, id || '@example.com', 'Somebody ' || id, now() FROM generate_series(1, 1000) AS id;
            BEGIN;
            UPDATE users SET last_seen_at = now() WHERE id % 10 = 0;
            SELECT pg_stat_get_xact_tuples_updated('users'::regclass),
                   pg_stat_get_xact_tuples_hot_updated('users'::regclass);
            COMMIT
            """;
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));

        Assert.Equal((100L, 100L), (reader.GetInt64(0), reader.GetInt64(1)));
    }
}
