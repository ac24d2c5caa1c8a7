using Connecto.Bench.Data;
using Connecto.Ids;
using Npgsql;

namespace Connecto.Bench.Search;

/// <summary>Draws queries of mixed selectivity from what is written in a user's planets, and from the vocabulary.</summary>
internal sealed class AskedQueries
{
    private const int Sample = 20_000;

    private readonly Random _random = new(1);
    private readonly IReadOnlyList<string[]> _texts;

    private AskedQueries(IReadOnlyList<string[]> texts) => _texts = texts;

    /// <summary>So many of ten kinds alike; the same ones for the same data.</summary>
    public static async Task<IReadOnlyList<AskedQuery>> DrawAsync(NpgsqlDataSource source, SearchWorld world, int count)
    {
        await using var command = source.CreateCommand(
            """
            SELECT text FROM messages WHERE planet_id = ANY ($1) AND text IS NOT NULL AND seq % 5 = 0
            ORDER BY planet_id, seq LIMIT $2
            """
        );
        command.Parameters.AddWithValue(world.Planets.Select(planet => planet.Id.Value).ToArray());
        command.Parameters.AddWithValue(Sample);
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string[]>();
        while (await reader.ReadAsync())
        {
            texts.Add(reader.GetString(0).Split(' '));
        }
        var queries = new AskedQueries(texts);
        return [.. Enumerable.Range(0, count).Select(queries.Draw)];
    }

    private AskedQuery Draw(int number) =>
        (number % 10) switch
        {
            0 => One("Hangul, 2 signs", Listed(word => word.Length == 2)),
            1 => One("Hangul, 3 or 4 signs", Word(word => word.Length is 3 or 4 && IsHangul(word))),
            2 => One("Hangul, part of a word", PartOf(Word(word => word.Length >= 4 && IsHangul(word)))),
            3 => One("Hangul, rare", Rare(Korean.Vocabulary)),
            4 => One("Latin", Word(IsLatin)),
            5 => One("Latin, rare", Rare(English.Vocabulary)),
            6 => Two("two words", Word(IsHangul), Word(IsHangul)),
            7 => Two("two words, both languages", Word(IsHangul), Word(IsLatin)),
            8 => Phrase(),
            _ => One("none", number % 20 == 9 ? $"뷁쀍{(char)('가' + number)}" : $"zzyx{number}"),
        };

    private static AskedQuery One(string kind, string word) => new(kind, word, [word]);

    private static AskedQuery Two(string kind, string one, string other) => new(kind, $"{one} {other}", [one, other]);

    private AskedQuery Phrase()
    {
        while (true)
        {
            var text = _texts[_random.Next(_texts.Count)];
            var first = _random.Next(text.Length);
            if (
                first + 1 < text.Length
                && text[first..(first + 2)] is var words
                && (words.All(IsHangul) || words.All(IsLatin))
            )
            {
                var phrase = string.Join(' ', words);
                return new AskedQuery("phrase", $"\"{phrase}\"", [phrase]);
            }
        }
    }

    private string Word(Func<string, bool> isAsked)
    {
        while (true)
        {
            var text = _texts[_random.Next(_texts.Count)];
            var word = text[_random.Next(text.Length)];
            if (isAsked(word))
            {
                return word;
            }
        }
    }

    private string Listed(Func<string, bool> isAsked)
    {
        while (true)
        {
            var word = Korean.Vocabulary.Draw(_random);
            if (isAsked(word))
            {
                return word;
            }
        }
    }

    private string Rare(Vocabulary words) => words[_random.Next(words.Count / 4, words.Count)];

    private string PartOf(string word)
    {
        var length = _random.Next(2, 4);
        var first = _random.Next(word.Length - length + 1);
        return word.Substring(first, length);
    }

    private static bool IsHangul(string word) =>
        word.Length > 1 && word != Korean.Frequent && word.All(letter => letter is >= '가' and <= '힣');

    private static bool IsLatin(string word) => word.Length > 2 && word.All(char.IsAsciiLetter);
}
