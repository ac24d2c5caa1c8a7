using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Connecto.Bench.Load;
using Npgsql;

namespace Connecto.Bench.Domain;

/// <summary>The inbox of one user in many planets, each with a hundred messages, over HTTP from a server of its own.</summary>
internal static class Inbox
{
    private const int Calls = 100;
    private const int Page = 100;

    public static async Task<InboxResult> MeasureAsync(string connectionString, NpgsqlDataSource source, int planets)
    {
        await using var server = await ServerProcess.StartAsync(connectionString);
        using var admin = await AdminApi.LogInAsync(
            server.Address,
            ServerProcess.AdminEmail,
            ServerProcess.AdminPassword
        );
        var world = await admin.MakeWorldAsync(1, 0);
        using var http = new HttpClient { BaseAddress = new Uri(server.Address, "/api/v1/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", world.Tokens[0]);
        var me = JsonNode.Parse(await http.GetStringAsync("me"))!;
        var userId = long.Parse((string)me["id"]!, CultureInfo.InvariantCulture);
        await FillAsync(source, userId, planets);
        await AllPagesAsync(http);

        var histogram = new LatencyHistogram();
        var most = 0.0;
        for (var call = 0; call < Calls; call++)
        {
            var started = Stopwatch.GetTimestamp();
            await http.GetStringAsync($"me/planets?limit={Page}");
            var ticks = Stopwatch.GetTimestamp() - started;
            histogram.Record(ticks);
            most = Math.Max(most, Stopwatch.GetElapsedTime(0, ticks).TotalMilliseconds);
        }
        var all = Stopwatch.GetTimestamp();
        await AllPagesAsync(http);
        var allPages = Stopwatch.GetElapsedTime(all).TotalMilliseconds;
        await using var count = source.CreateCommand(
            "SELECT count(*) FROM planet_members m JOIN planets p ON p.id = m.planet_id WHERE m.user_id = $1 AND p.epoch > 0"
        );
        count.Parameters.AddWithValue(userId);
        var activated = (long)(await count.ExecuteScalarAsync())!;
        return new InboxResult(
            planets,
            histogram.Milliseconds(0.5),
            histogram.Milliseconds(0.95),
            most,
            allPages,
            activated
        );
    }

    private static async Task AllPagesAsync(HttpClient http)
    {
        for (var cursor = ""; cursor is not null; )
        {
            var page = JsonNode.Parse(await http.GetStringAsync($"me/planets?limit={Page}{cursor}"))!;
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : null;
        }
    }

    private static async Task FillAsync(NpgsqlDataSource source, long userId, int planets)
    {
        await using var fill = source.CreateCommand(
            """
            WITH made AS (
                INSERT INTO planets (id, kind, name, member_count, head_seq, head_rev, head_at, created_at)
                SELECT $1 + i, 1, 'planet ' || i, 2, 100, 101, now(), now() FROM generate_series(1, $2) i
                RETURNING id
            ), joined AS (
                INSERT INTO planet_members
                    (planet_id, user_id, role, status, joined_at, joined_seq, joined_rev, last_read_seq)
                SELECT id, $1, 0, 0, now(), 0, 1, 50 FROM made
            )
            INSERT INTO messages (planet_id, seq, id, rev, posted_rev, sender_id, created_at, type,
                                  client_message_id, request_hash, text)
            SELECT id, s, id + s * 1000000, s + 1, s + 1, 1, now(), 0, 'k' || s, decode('00', 'hex'), repeat('text ', 20)
            FROM made, generate_series(1, 100) s
            """
        );
        fill.Parameters.AddWithValue(userId);
        fill.Parameters.AddWithValue(planets);
        await fill.ExecuteNonQueryAsync();
        await using var analyze = source.CreateCommand("ANALYZE planets, planet_members, messages");
        await analyze.ExecuteNonQueryAsync();
    }
}
