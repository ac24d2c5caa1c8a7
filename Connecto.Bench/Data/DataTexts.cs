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
    private static readonly string[] _korean =
    [
        "안녕하세요!",
        "오늘 저녁에 만나요.",
        "비행기는 몇 시에 도착해요?",
        "숙소 예약은 제가 할게요.",
        "날씨가 정말 좋네요.",
        "사진 잘 나왔어요!",
        "내일 아침 일곱 시에 로비에서 봐요.",
        "시장에서 떡볶이 먹고 갈까요?",
        "ㅋㅋㅋ",
        "버스가 조금 늦을 것 같아요.",
        "여권 꼭 챙기세요.",
        "좋아요 👍",
    ];
    private static readonly string[] _english =
    [
        "Hi all!",
        "See you at the station at nine.",
        "Has anybody booked the ferry yet?",
        "That sounds good to me.",
        "I can bring the tent and two sleeping bags.",
        "The museum is closed on Mondays.",
        "ok",
        "On my way 🚌",
        "Could you send me the address again, please?",
        "We should leave early, there will be traffic.",
        "Thank you so much!",
        "What about dinner by the harbour?",
    ];

    public static string Name(Random random) =>
        random.Next(2) == 0 ? Of(_families, random) + Of(_given, random) : $"{Of(_first, random)} {Of(_last, random)}";

    public static string Title(Random random) => $"{Of(_places, random)} {random.Next(2025, 2028)}";

    /// <summary>One to four sentences of one language; now and then many.</summary>
    public static string Message(Random random)
    {
        var sentences = random.Next(2) == 0 ? _korean : _english;
        var count = random.Next(100) == 0 ? random.Next(20, 40) : random.Next(1, 5);
        return string.Join(' ', Enumerable.Range(0, count).Select(_ => Of(sentences, random)));
    }

    private static string Of(string[] all, Random random) => all[random.Next(all.Length)];
}
