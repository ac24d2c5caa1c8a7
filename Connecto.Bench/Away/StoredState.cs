using System.Globalization;
using Npgsql;

namespace Connecto.Bench.Away;

/// <summary>What PostgreSQL holds at the end, against what clients were promised.</summary>
internal sealed class StoredState(NpgsqlDataSource source)
{
    /// <summary>Acknowledged sends that are not stored exactly once, where they were promised to be.</summary>
    public async Task<int> WrongSendsAsync(AwayPlanet planet)
    {
        var stored = await ReadAsync(planet);
        return planet.Acknowledged.Count(send =>
            stored[send.Text].ToList() is not [var only] || only != (send.ClientMessageId, send.Seq)
        );
    }

    /// <summary>Whether the reader's cursor is elsewhere than where his accepted moves have brought it.</summary>
    public async Task<bool> IsCursorWrongAsync(AwayPlanet planet)
    {
        await using var command = source.CreateCommand(
            "SELECT last_read_seq FROM planet_members WHERE planet_id = $1 AND user_id = $2"
        );
        command.Parameters.AddWithValue(Number(planet.Id));
        command.Parameters.AddWithValue(Number(planet.Reader.Id));
        return (long)(await command.ExecuteScalarAsync())! != planet.Moved;
    }

    private async Task<ILookup<string, (string ClientMessageId, long Seq)>> ReadAsync(AwayPlanet planet)
    {
        await using var command = source.CreateCommand(
            "SELECT text, client_message_id, seq FROM messages WHERE planet_id = $1"
        );
        command.Parameters.AddWithValue(Number(planet.Id));
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(string Text, string Key, long Seq)>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
        }
        return rows.ToLookup(row => row.Text, row => (row.Key, row.Seq));
    }

    private static long Number(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}
