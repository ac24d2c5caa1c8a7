using Connecto.Search;

namespace Connecto.Grains.Tests.Search;

/// <summary>What is found by what, in the words of those who search. Every case is held against the index's terms too.</summary>
[Trait("Runtime", "Either")]
public sealed class SearchCaseTests
{
    public static TheoryData<string, string, bool> Cases =>
        new()
        {
            // Korean: particles and endings.
            { "서울", "내일 서울에서 만나", true },
            { "서울", "서울역까지 얼마나 걸려?", true },
            { "서울역", "서울에서 역까지", false },
            { "친구", "친구들이랑 갔어", true },
            { "가다", "어제 갔다", false },
            { "바다", "바다가 보고 싶어", true },
            // Compounds.
            { "여행", "부산여행 계획", true },
            { "부산여행", "부산 여행 계획", true },
            { "산여", "부산 여행", true },
            { "행여", "부산 여행", false },
            // Spacing.
            { "가고싶다", "바다에 가고 싶다", true },
            { "가고 싶다", "바다에 가고싶다", true },
            { "같이가자", "우리 같이\n가자", true },
            { "서울역", "서울, 역", false },
            { "안녕하세요", "안녕! 하세요", false },
            // Single signs.
            { "집", "우리집에 와", true },
            { "집", "지금 와", false },
            { "나", "나 왔어", true },
            { "ㅋㅋ", "ㅋㅋㅋㅋ 진짜?", true },
            { "ㅋㅋ", "ㅋ", false },
            { "아", "아ㅋㅋㅋ", true },
            { "ㅠㅠ", "슬퍼 ㅠㅠ", true },
            // Letters typed one by one, and composed otherwise.
            { "ㅅㅓㅇㅜㄹ", "서울", true },
            { "서울", "ㅅㅓㅇㅜㄹ 가자", true },
            { "서울", "\u1109\u1165\u110B\u116E\u11AF 가자", true },
            { "한글", "\u1112\u1161\u11AB\u1100\u1173\u11AF", true },
            // Chinese and Japanese.
            { "北京", "我在北京大学", true },
            { "京北", "北京", false },
            { "大学", "我在北京大学读书", true },
            { "東京", "東京タワーに行きたい", true },
            { "タワー", "東京タワー", true },
            { "行きたい", "東京に行き たい", true },
            { "ﾀﾜｰ", "東京タワー", true },
            { "たわー", "東京タワー", false },
            { "𠮷野家", "昨日𠮷野家で食べた", true },
            { "กิน", "ไปกินข้าว", true },
            // English: case, number, tense, possessive.
            { "Trip", "our TRIP to the sea", true },
            { "trips", "one trip", true },
            { "trip", "two trips", true },
            { "running", "she runs every day", true },
            { "planned", "planning the weekend", true },
            { "city", "cities of Korea", true },
            { "lying", "it lies there", true },
            { "die", "it is dying", true },
            { "die", "it is drying", false },
            { "sea", "Seattle", false },
            { "art", "start", false },
            { "Mina", "Mina's bag", true },
            { "don't", "I don’t know", true },
            { "CAFÉ", "cafe\u0301 au lait", true },
            { "straße", "STRASSE", false },
            { "ΣΊΣΥΦΟΣ", "σίσυφος", true },
            // Width and compatibility.
            { "ＫＴＸ", "ktx 타자", true },
            { "KTX역", "ＫＴＸ역에서", true },
            { "①", "1번 출구", true },
            // Mixed scripts.
            { "K팝", "요즘 K팝 들어?", true },
            { "팝콘", "K팝 콘서트", true },
            { "2026년", "2026년에 만나", true },
            { "제주 hotel", "제주도 호텔(hotels) 추천", true },
            // All words, wherever they stand.
            { "서울 맛집", "맛집은 서울이지", true },
            { "서울 맛집", "서울은 크다", false },
            // Phrases.
            { "\"good morning\"", "Good morning, everyone", true },
            { "\"good morning\"", "morning is good", false },
            { "\"good trips\"", "a good trip", false },
            { "“서울 맛집”", "서울맛집 알려줘", true },
            { "\"가고 싶다\"", "싶다 가고", false },
            { "good \"morning", "morning, good", true },
            // Without.
            { "서울 -부산", "서울 갔다가 대전", true },
            { "서울 -부산", "서울이랑 부산", false },
            { "trip -\"to sea\"", "trip to sea", false },
            { "trip - sea", "trip by sea", true },
            // Numbers, addresses, names, tags.
            { "3.14", "pi is 3.14159", false },
            { "3.14", "pi is 3.14", true },
            { "10000", "10000원", true },
            { "example.com", "see https://example.com/a?b=c", true },
            { "https://example.com/a", "see https://example.com/a?b=c", true },
            { "example.org", "example.com org", false },
            { "mina@example.com", "write to mina@example.com!", true },
            { "@mina", "thanks @Mina", true },
            { "@mina", "thanks mina", false },
            { "@mina", "anna@mina.com", false },
            { "#여행", "#여행 #바다", true },
            { "#여행", "여행 가자", false },
            { "#바다", "#여행#바다", true },
            { "#trip", "best #Trips", true },
            // Emoji.
            { "🎉", "축하해🎉🎉", true },
            { "🎉", "축하해", false },
            { "👨‍👩‍👧", "우리 👨‍👩‍👧 여행", true },
            { "❤️", "나도 ❤", true },
            { "🇰🇷", "🇰🇷 화이팅", true },
            // Long ones.
            { "needle", $"{new string('가', 3990)} needle", true },
            { new string('a', 300), $"x {new string('a', 300)} y", true },
            { new string('a', 299), $"x {new string('a', 300)} y", false },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_found(string query, string text, bool isFound)
    {
        var asked = QueryReader.Read(query);

        Assert.False(asked.Required.IsEmpty);
        Assert.Equal(isFound, Found.In(text, asked) is not null);
        if (isFound)
        {
            Assert.Superset(TermsOf(asked), TermsOf(text));
        }
    }

    [Theory]
    [InlineData("서울", "내일 서울에서", "3+2")]
    [InlineData("가고싶다", "가고 싶다", "0+5")]
    [InlineData("trip", "Trips and a trip", "0+5 12+4")]
    [InlineData("ﾀﾜｰ", "東京タワー", "2+3")]
    [InlineData("é", "cafe\u0301 é", "6+1")]
    [InlineData("🎉", "a🎉🎉b", "1+4")]
    [InlineData("ㅅㅓㅇㅜㄹ", "나 서울", "2+2")]
    [InlineData("서울", "나 ㅅㅓㅇㅜㄹ", "2+5")]
    [InlineData("서울 여행", "여행은 서울", "0+2 4+2")]
    [InlineData("ﷺ", "ﷺ", "0+1")]
    public void Is_highlighted_where_it_stands_in_the_original(string query, string text, string ranges)
    {
        var found = Found.In(text, QueryReader.Read(query));

        Assert.NotNull(found);
        Assert.Equal(ranges, string.Join(' ', found.Highlights.Select(range => $"{range.Start}+{range.Length}")));
    }

    [Fact]
    public void Filters_are_read_and_what_is_none_is_words()
    {
        var query = QueryReader.Read("서울 from:@mina in:제주 before:2026-05-01 after:2026-04-01 has:link HAS:Image");

        Assert.Equal(("mina", "제주"), (query.From, query.In));
        Assert.Equal((new DateOnly(2026, 5, 1), new DateOnly(2026, 4, 1)), (query.Before, query.After));
        Assert.Equal([Has.Link, Has.Image], query.Has);
        Assert.Single(query.Required);

        string[] words =
        [
            "before:tomorrow",
            "after:2026-02-30",
            "has:nothing",
            "from:",
            "what:ever",
            "-from:mina",
            ":",
        ];
        foreach (var word in words)
        {
            var read = QueryReader.Read(word);
            Assert.Equal((null, null, null), (read.From, read.Before, read.After));
            Assert.Empty(read.Has);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("!?,.…")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("-")]
    [InlineData("-부산")]
    [InlineData("@ #")]
    public void What_says_nothing_asks_for_nothing(string query) =>
        Assert.False(QueryReader.Read(query).AsksForSomething);

    [Theory]
    [InlineData("' OR 1=1; DROP TABLE messages --")]
    [InlineData("a & | ! ( ) : * <-> \\ %_")]
    [InlineData("\"a \"b\" -\" c")]
    [InlineData("\uFB03 \u0130 \u0149 ẞ ß")]
    public void Anything_can_be_asked(string query)
    {
        var asked = QueryReader.Read(query);

        Assert.NotNull(Found.In(query.Replace("-", "", StringComparison.Ordinal), asked with { Excluded = [] }));
    }

    [Fact]
    public void What_is_said_again_is_looked_for_once()
    {
        var query = QueryReader.Read("가 나 가 \"나\" 나 -다 -다");

        Assert.Equal(["가", "나", "나"], query.Required.Select(sequence => sequence.Tokens[0].Text));
        Assert.Single(query.Excluded);
    }

    [Fact]
    public void What_is_the_very_word_weighs_more_than_another_form_of_it_in_a_long_text()
    {
        var query = QueryReader.Read("trip");

        double[] weights =
        [
            Found.In("trip", query)!.Weight,
            Found.In("a trip", query)!.Weight,
            Found.In("all of the trips", query)!.Weight,
        ];

        Assert.Equal(weights.OrderDescending(), weights);
        Assert.Equal(3, weights.Distinct().Count());
    }

    private static HashSet<int> TermsOf(string text)
    {
        var terms = new HashSet<int>();
        Terms.Add(Tokens.Of(text), terms);
        return terms;
    }

    private static HashSet<int> TermsOf(SearchQuery query)
    {
        var terms = new HashSet<int>();
        foreach (var sequence in query.Required)
        {
            Terms.Add(sequence, terms);
        }
        return terms;
    }
}
