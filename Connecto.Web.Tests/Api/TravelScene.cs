using Connecto.Web.Tests.Support;
using Npgsql;

namespace Connecto.Web.Tests.Api;

/// <summary>Travels to test with.</summary>
public static class TravelScene
{
    /// <summary>Somebody new, and the id of a travel of his.</summary>
    public static async Task<(RestUser Owner, string Travel)> TravelAsync(
        this RestServer server,
        string visibility = "public",
        string title = "A travel"
    )
    {
        var owner = await server.RegisterAsync();
        return (owner, await owner.TravelAsync(title, visibility));
    }

    /// <summary>A travel of the user's; answers its id.</summary>
    public static async Task<string> TravelAsync(this RestUser owner, string title, string visibility = "public")
    {
        var made = await owner.Rest.PostAsync("travels", new { title, visibility });
        Assert.Equal(201, made.Status);
        return made["id"].GetString()!;
    }

    /// <summary>Somebody new who takes part in a public travel.</summary>
    public static async Task<RestUser> JoinTravelAsync(this RestServer server, string travel)
    {
        var user = await server.RegisterAsync();
        Assert.Equal(200, (await user.Rest.PostAsync($"travels/{travel}/join")).Status);
        return user;
    }

    /// <summary>A planet of the travel; answers its id.</summary>
    public static async Task<string> TravelPlanetAsync(this RestUser user, string travel, string name = "A planet")
    {
        var made = await user.Rest.PostAsync($"travels/{travel}/planets", new { name });
        Assert.Equal(201, made.Status);
        return made["id"].GetString()!;
    }

    public static async Task<int> MemberCountAsync(this RestUser user, string travel) =>
        (await user.Rest.GetAsync($"travels/{travel}"))["memberCount"].GetInt32();

    /// <summary>A field of all items of a list, page by page.</summary>
    public static async Task<List<string>> AllAsync(this RestUser user, string list, string field, int limit)
    {
        var seen = new List<string>();
        var path = $"{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={limit}";
        for (var cursor = ""; cursor is not null; )
        {
            var page = await user.Rest.GetAsync(path + cursor);
            Assert.Equal(200, page.Status);
            Assert.InRange(page.Items.Count, 0, limit);
            seen.AddRange(page.Items.Select(item => item.GetProperty(field).GetString()!));
            cursor = page.Body.TryGetProperty("nextCursor", out var next) ? $"&cursor={next.GetString()}" : null;
        }
        return seen;
    }

    /// <summary>Writes what a process that died right after the commit of a leaving has left: no planet knows of it.</summary>
    public static async Task LeaveTravelOnlyAsync(this RestServer server, string travel, string user)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var batch = server.Database.CreateBatch();
        foreach (
            var sql in new[]
            {
                $"UPDATE travel_members SET left_at = now() WHERE travel_id = {travel} AND user_id = {user}",
                $"UPDATE travels SET member_count = member_count - 1 WHERE id = {travel}",
                $"INSERT INTO jobs (id, kind, user_id, travel_id, created_at) VALUES ({user}, 1, {user}, {travel}, now())",
            }
        )
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        }
        Assert.Equal(3, await batch.ExecuteNonQueryAsync(cancellation));
    }

    /// <summary>The first column of the first row.</summary>
    public static async Task<object?> ValueAsync(this RestServer server, string sql)
    {
        await using var command = server.Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
