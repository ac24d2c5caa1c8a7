namespace Connecto.Bench.Data;

/// <summary>Names and texts in Korean and English, drawn from a seed, as long as people write them.</summary>
internal static class DataTexts
{
    private static readonly string[] _families =
    [
        "김",
        "이",
        "박",
        "최",
        "정",
        "강",
        "조",
        "윤",
        "장",
        "임",
        "한",
        "오",
    ];
    private static readonly string[] _given =
    [
        "민준",
        "서연",
        "도윤",
        "지우",
        "하준",
        "서윤",
        "예준",
        "지민",
        "시우",
        "수아",
        "은우",
        "하은",
        "지호",
        "채원",
    ];
    private static readonly string[] _first =
    [
        "Emma",
        "Liam",
        "Olivia",
        "Noah",
        "Ava",
        "James",
        "Mia",
        "Lucas",
        "Sofia",
        "Henry",
        "Grace",
        "Daniel",
    ];
    private static readonly string[] _last =
    [
        "Carter",
        "Bennett",
        "Hughes",
        "Foster",
        "Murphy",
        "Reed",
        "Palmer",
        "Brooks",
        "Ward",
        "Fisher",
    ];
    private static readonly string[] _emojis = ["👍", "😂", "🎉", "🙏", "🚌", "❤️"];
    private static readonly string[] _places =
    [
        "제주 올레길",
        "부산 야경",
        "경주 역사",
        "Seoul food",
        "Lisbon by tram",
        "Alps on foot",
        "Kyoto in autumn",
        "강릉 바다",
    ];

    public static string Name(Random random) =>
        random.Next(2) == 0 ? Of(_families, random) + Of(_given, random) : $"{Of(_first, random)} {Of(_last, random)}";

    public static string Title(Random random) => $"{Of(_places, random)} {random.Next(2025, 2028)}";

    /// <summary>One to four sentences of one language; now and then many. A fifth of all have <see cref="Korean.Frequent"/>.</summary>
    public static string Message(Random random)
    {
        var isKorean = random.Next(2) == 0;
        var count = random.Next(100) == 0 ? random.Next(20, 40) : random.Next(1, 5);
        var sentences = Enumerable
            .Range(0, count)
            .Select(_ => isKorean ? Korean.Sentence(random) : English.Sentence(random))
            .Concat(Asides(random));
        // Two fifths of one half.
        return string.Join(' ', isKorean && random.Next(5) < 2 ? sentences.Prepend(Korean.Frequent) : sentences);
    }

    // What stands beside sentences now and then.
    private static IEnumerable<string> Asides(Random random) =>
        random.Next(100) switch
        {
            0 => [$"https://example.com/{English.Vocabulary.Draw(random)}/{random.Next(1_000)}"],
            1 or 2 => [$"@{Of(_first, random)}"],
            3 or 4 => [$"#{Korean.Vocabulary.Draw(random)}"],
            < 10 => [Of(_emojis, random)],
            _ => [],
        };

    private static string Of(string[] all, Random random) => all[random.Next(all.Length)];
}
