namespace Connecto.Bench.Clients;

/// <summary>Texts of many scripts and lengths, drawn from a seed.</summary>
internal static class SampleTexts
{
    private const int Longest = 4000;

    private static readonly string[] _texts =
    [
        "hello",
        "안녕하세요, 오늘 저녁에 만나요",
        "مرحبا بكم في الرحلة",
        "🚀👩‍👩‍👧‍👦 e\u0301 ﷽",
        "line one\nline two\ttabbed \"quoted\" \\ </script>",
        "日本語のテキスト",
    ];

    /// <summary>A text that begins with <paramref name="name"/>, so that no two are alike.</summary>
    public static string Draw(Random random, string name)
    {
        var text = $"{name} {_texts[random.Next(_texts.Length)]}";
        return random.Next(500) == 0 ? text.PadRight(Longest, '가') : text;
    }
}
