using Connecto.Ids;
using Connecto.Messages;
using Connecto.Search;
using Connecto.Tests.Support;

namespace Connecto.Grains.Tests.Search;

/// <summary>That the index proposes everything that is to be found: the table of cases, and texts by chance.</summary>
[Trait("Runtime", "Either")]
public sealed class IndexedCasesTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private const int Texts = 400;
    private const int Queries = 400;

    private static readonly string[] _pieces =
    [
        "서울",
        "여행",
        "가고",
        "싶다",
        "ㅋㅋ",
        "ㅠㅠ",
        "ㅅㅓ",
        "ㄱㅏ",
        "a",
        "Trip",
        "trips",
        "dying",
        "die",
        "cry",
        "cried",
        "don't",
        "don’t",
        "ＳＥＯＵＬ",
        "ﬁnd",
        "find",
        "hel\u00ADlo",
        "hello",
        "東京",
        "タワー",
        "ﾀﾜｰ",
        "\u1109\u1165",
        "서",
        "울",
        "…",
        "😀",
        "👩‍👩‍👧",
        "#tag",
        "@user",
        "user_name",
        "1",
        "①",
        "é",
        "e\u0301",
        "ß",
        "İ",
        " ",
        " ",
        " ",
        " ",
        ", ",
        "!",
        "\n",
        "x%y",
        "\\",
    ];

    private StorageRig _rig = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _rig = await StorageRig.OpenAsync(database.ConnectionString);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Every_case_of_the_table_is_found_or_not_among_all_the_others()
    {
        var cases = SearchCaseTests.Cases.Select(row => row.Data).ToList();
        var texts = cases.Select(one => one.Item2).Distinct().ToList();
        var planet = await IndexedAsync(texts);

        foreach (var (query, text, isFound) in cases)
        {
            var seqs = await SeqsAsync(planet, QueryReader.Read(query));
            Assert.True(seqs.Contains(texts.IndexOf(text) + 1) == isFound, $"{query} in {text}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_is_found_is_what_every_text_was_looked_through_for(int seed)
    {
        var random = new Random(seed);
        var texts = Enumerable.Range(0, Texts).Select(_ => Text(random, 8)).ToList();
        var planet = await IndexedAsync(texts);
        var found = 0;

        for (var i = 0; i < Queries; i++)
        {
            var from = texts[random.Next(Texts)];
            var start = random.Next(from.Length);
            var typed = i % 2 == 0 ? Text(random, 2) : from.Substring(start, Math.Min(from.Length - start, 6));
            if (!PlainText.IsStorable(typed))
            {
                continue;
            }
            var query = QueryReader.Read(i % 5 == 0 ? $"\"{typed}\"" : typed);
            if (query.Required.IsEmpty)
            {
                continue;
            }
            var expected = Enumerable.Range(1, Texts).Where(seq => Has(texts[seq - 1], query)).Select(seq => (long)seq);
            var seqs = await SeqsAsync(planet, query);
            Assert.True(expected.ToHashSet().SetEquals(seqs), $"{typed}: {string.Join(' ', expected.Except(seqs))}");
            found += seqs.Count;
        }
        Assert.True(found > Queries);
    }

    private static string Text(Random random, int pieces)
    {
        var text = string.Concat(Enumerable.Range(0, pieces).Select(_ => _pieces[random.Next(_pieces.Length)]));
        return text.Any(char.IsLetterOrDigit) ? text : $"{text}서울";
    }

    private static bool Has(string text, SearchQuery query)
    {
        var tokens = Tokens.Of(text);
        return query.Required.All(sequence => sequence.In(tokens).Any())
            && !query.Excluded.Any(sequence => sequence.In(tokens).Any());
    }

    private async Task<PlanetScript> IndexedAsync(List<string> texts)
    {
        var planet = await _rig.PlanetAsync();
        foreach (var some in texts.Chunk(100))
        {
            await _rig.WriteAsync(planet.Send(some));
        }
        // Whole blocks only are indexed, and what is not is looked through anyway.
        await _rig.WriteAsync(planet.Send([.. Enumerable.Repeat("0", 8)]));
        var index = new SearchIndex(_rig.Databases);
        while ((await index.IndexAsync([planet.Id], Cancellation)).Unfinished.Count > 0) { }
        return planet;
    }

    private async Task<HashSet<long>> SeqsAsync(PlanetScript planet, SearchQuery query)
    {
        var hits = await new MessageSearch(new CandidateStore(_rig.Databases)).FindAsync(
            query,
            new SearchScope(planet.Owner) { PlanetId = planet.Id },
            new Snowflake(long.MaxValue),
            TimeProvider.System.GetUtcNow(),
            Cancellation
        );
        return [.. hits.All.Select(hit => hit.Seq)];
    }
}
