using Connecto.Ids;
using Connecto.Search;
using Connecto.Tests.Support;

namespace Connecto.Grains.Tests.Search;

public sealed class MessageSearchTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private StorageRig _rig = null!;
    private MessageSearch _search = null!;
    private SearchIndex _index = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _rig = await StorageRig.OpenAsync(database.ConnectionString);
        _search = new MessageSearch(new CandidateStore(_rig.Databases));
        _index = new SearchIndex(_rig.Databases);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task What_is_indexed_is_found_and_what_is_not_yet_as_well()
    {
        var planet = await _rig.PlanetAsync();
        await SendAsync(planet, 20, seq => seq % 5 == 0 ? $"서울역 {seq}" : $"부산 {seq}");
        Assert.Equal((long[])[20, 15, 10, 5], await SeqsAsync(planet.Owner, "서울"));

        var indexed = await IndexAsync(planet);
        Assert.Equal((16, 0), (indexed.Messages, indexed.Unfinished.Count));
        Assert.Equal((long[])[20, 15, 10, 5], await SeqsAsync(planet.Owner, "서울"));

        await SendAsync(planet, 4, seq => "서울");
        Assert.Equal((long[])[24, 23, 22, 21, 20, 15, 10, 5], await SeqsAsync(planet.Owner, "서울"));
        await IndexAsync(planet);
        Assert.Equal((long[])[24, 23, 22, 21, 20, 15, 10, 5], await SeqsAsync(planet.Owner, "서울"));
        Assert.Equal(3L, await CountAsync("message_blocks", planet.Id));
    }

    [Fact]
    public async Task Only_members_find_and_only_what_they_may_read()
    {
        var (mina, stranger) = (await _rig.UserAsync(), await _rig.UserAsync());
        var planet = await _rig.PlanetAsync(mina);
        var other = await _rig.PlanetAsync();
        await SendAsync(planet, 10, _ => "서울");
        await SendAsync(other, 10, _ => "서울");
        await IndexAsync(planet);

        Assert.Equal(10, (await SeqsAsync(mina, "서울")).Length);
        Assert.Empty(await SeqsAsync(stranger, "서울"));

        await ExecuteAsync($"UPDATE planets SET history_visible = false WHERE id = {planet.Id}");
        await ExecuteAsync($"UPDATE planet_members SET joined_seq = 7 WHERE user_id = {mina}");
        Assert.Equal((long[])[10, 9, 8], await SeqsAsync(mina, "서울"));

        await ExecuteAsync($"UPDATE planet_members SET status = 1 WHERE user_id = {mina}");
        Assert.Empty(await SeqsAsync(mina, "서울"));
    }

    [Fact]
    public async Task A_deleted_message_is_not_found_and_an_edited_one_by_its_new_text_at_once()
    {
        var planet = await _rig.PlanetAsync();
        await SendAsync(planet, 16, seq => $"부산 {seq}");
        await IndexAsync(planet);

        await ExecuteAsync(
            $"UPDATE messages SET text = NULL, deleted_at = now() WHERE planet_id = {planet.Id} AND seq = 3"
        );
        await ExecuteAsync($"UPDATE messages SET text = '서울' WHERE planet_id = {planet.Id} AND seq = 5");
        await ExecuteAsync($"UPDATE planets SET head_rev = head_rev + 1 WHERE id = {planet.Id}");
        await ExecuteAsync(
            $"INSERT INTO message_edits SELECT id, 5, head_rev, '서울', now() FROM planets WHERE id = {planet.Id}"
        );

        Assert.Equal((long[])[16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 4, 2, 1], await SeqsAsync(planet.Owner, "부산"));
        Assert.Equal((long[])[5], await SeqsAsync(planet.Owner, "서울"));
        Assert.Equal(0, (await IndexAsync(planet)).Messages);
        await ExecuteAsync($"DELETE FROM message_edits WHERE planet_id = {planet.Id}");
        Assert.Equal((long[])[5], await SeqsAsync(planet.Owner, "서울"));
        Assert.Equal(13, (await SeqsAsync(planet.Owner, "부산 -13")).Length);
    }

    [Fact]
    public async Task Planets_senders_and_days_narrow_it()
    {
        var owner = await _rig.UserAsync("Mina Kim");
        var planet = await _rig.PlanetAsync(owner);
        var other = await _rig.PlanetAsync(owner);
        await SendAsync(planet, 9, _ => "서울");
        await SendAsync(other, 1, _ => "서울");
        await ExecuteAsync($"UPDATE planets SET name = '제주 여행' WHERE id = {planet.Id}");
        await ExecuteAsync($"UPDATE messages SET sender_id = {owner} WHERE planet_id = {planet.Id} AND seq < 4");
        await ExecuteAsync(
            $"UPDATE messages SET created_at = '2026-01-01' WHERE planet_id = {planet.Id} AND seq IN (2, 9)"
        );
        await IndexAsync(planet);
        var scope = new SearchScope(owner);

        Assert.Equal(10, (await SeqsAsync(scope, "서울")).Length);
        Assert.Equal((long[])[1], await SeqsAsync(scope with { PlanetId = other.Id }, "서울"));
        Assert.Equal(9, (await SeqsAsync(scope with { Planet = "제주" }, "서울")).Length);
        Assert.Equal((long[])[3, 2, 1], await SeqsAsync(scope with { Senders = [owner] }, "서울"));
        Assert.Empty(await SeqsAsync(scope with { Senders = [] }, "서울"));
        var newYear = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal((long[])[9, 2], await SeqsAsync(scope with { To = newYear.AddDays(1) }, "서울"));
        Assert.Equal(8, (await SeqsAsync(scope with { From = newYear.AddDays(1) }, "서울")).Length);
    }

    [Fact]
    public async Task Of_more_than_a_thousand_the_newest_are_counted()
    {
        var planet = await _rig.PlanetAsync();
        for (var i = 0; i < 11; i++)
        {
            await SendAsync(planet, 100, _ => "서울");
        }
        while ((await IndexAsync(planet)).Unfinished.Count > 0) { }

        var hits = await FindAsync(new SearchScope(planet.Owner), "서울");

        Assert.Equal(hits.All[^1].Id, hits.Next);
        Assert.Equal(Enumerable.Range(101, 1000).Reverse().Select(seq => (long)seq), hits.All.Select(hit => hit.Seq));
        var exact = await FindAsync(new SearchScope(planet.Owner), "부산");
        Assert.Equal((null, 0), (exact.Next, exact.All.Length));
    }

    [Fact]
    public async Task Long_texts_are_looked_through_part_by_part_and_none_is_left_out()
    {
        var owner = await _rig.UserAsync();
        var planets = new[]
        {
            await _rig.PlanetAsync(owner),
            await _rig.PlanetAsync(owner),
            await _rig.PlanetAsync(owner),
        };
        foreach (var _ in Enumerable.Range(0, 10))
        {
            foreach (var planet in planets)
            {
                // The words are there, and never beside each other but in every tenth.
                await SendAsync(planet, 40, seq => Filled(seq % 10 == 0 ? "last straw" : "last of them, straw"));
            }
        }
        while ((await _index.IndexAsync(planets.Select(planet => planet.Id), Cancellation)).Unfinished.Count > 0) { }

        var (found, parts) = (new List<Snowflake>(), 0);
        for (Snowflake? next = new Snowflake(long.MaxValue); next is { } before; parts++)
        {
            var hits = await _search.FindAsync(
                QueryReader.Read("\"last straw\""),
                new SearchScope(owner),
                before,
                TimeProvider.System.GetUtcNow(),
                Cancellation
            );
            found.AddRange(hits.All.Select(hit => hit.Id));
            next = hits.Next;
        }
        Assert.Equal(120, found.Count);
        Assert.Equal(found.Distinct().OrderByDescending(id => id.Value), found);
        Assert.InRange(parts, 2, 10);
    }

    // About 4,000 UTF-16 units.
    private static string Filled(string text) => $"{text} {string.Concat(Enumerable.Repeat("so it goes on ", 280))}";

    private Task<Indexed> IndexAsync(PlanetScript planet) => _index.IndexAsync([planet.Id], Cancellation);

    private async Task SendAsync(PlanetScript planet, int messages, Func<long, string> text) =>
        await _rig.WriteAsync(planet.Send([.. Enumerable.Range(1, messages).Select(i => text(planet.HeadSeq + i))]));

    private Task<long[]> SeqsAsync(Snowflake userId, string query) => SeqsAsync(new SearchScope(userId), query);

    private async Task<long[]> SeqsAsync(SearchScope scope, string query) =>
        [.. (await FindAsync(scope, query)).All.Select(hit => hit.Seq)];

    private Task<Hits> FindAsync(SearchScope scope, string query) =>
        _search.FindAsync(
            QueryReader.Read(query),
            scope,
            new Snowflake(long.MaxValue),
            TimeProvider.System.GetUtcNow(),
            Cancellation
        );

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _rig.Databases.Primary.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private async Task<long> CountAsync(string table, Snowflake planetId)
    {
        await using var command = _rig.Databases.Primary.CreateCommand(
            $"SELECT count(*) FROM {table} WHERE planet_id = {planetId}"
        );
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
