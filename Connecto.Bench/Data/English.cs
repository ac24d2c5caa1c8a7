namespace Connecto.Bench.Data;

/// <summary>English sentences: nouns in the singular and plural, verbs in their forms, and the small words between them.</summary>
internal static class English
{
    private const int Words = 20_000;

    private static readonly string[] _subjects = ["I", "we", "they", "you", "he", "she", "everybody", "who", "nobody"];
    private static readonly string[] _between =
    [
        "the",
        "a",
        "to the",
        "in the",
        "at the",
        "with",
        "for the",
        "from",
        "my",
        "our",
    ];
    private static readonly string[] _also =
    [
        "today",
        "tomorrow",
        "again",
        "please",
        "soon",
        "there",
        "already",
        "too",
        "now",
    ];
    private static readonly string[] _verbs =
        "book visit want need look walk travel wait check plan call order pack start cook stay ask show join rent pick clean learn".Split(
            ' '
        );

    private static readonly string[] _whole =
    [
        "Hi all!",
        "ok",
        "See you at the station at nine.",
        "That sounds good to me.",
        "On my way 🚌",
        "Could you send me the address again, please?",
        "We should leave early, there will be traffic.",
        "Thank you so much!",
    ];

    public static Vocabulary Vocabulary { get; } =
        new(
            """
            train hotel ticket dinner trip airport photo bus time plan weather station friend city morning flight place beach
            car food room people day museum night map market coffee road boat house week bag harbour island lunch breakfast
            bridge park castle river mountain garden church tower village forest lake valley hill coast cliff street square
            corner door window table chair kitchen bath bed lamp roof wall floor stair gate fence path field farm barn mill
            horse dog cat bird fish sheep cow duck bear wolf bread cheese butter apple orange lemon berry cake soup salad rice
            noodle meat egg salt sugar pepper tea wine beer water juice milk ice snow rain storm wind cloud sun moon star fire
            stone sand wood iron silver gold paper book letter word story song film game ball ski bike tent camp rope knife
            bottle cup plate spoon towel soap shirt shoe coat hat glove scarf ring watch phone screen camera battery cable
            key card bank price bill coin market office school doctor nurse teacher driver captain guide artist singer farmer
            baker king queen child sister brother mother father uncle cousin guest neighbour stranger winter summer spring
            autumn monday friday weekend holiday birthday festival concert theatre gallery library hospital police border
            passport visa embassy insurance luggage locker ferry tram metro taxi helmet wheel engine fuel parking receipt
            """,
            Words
        );

    /// <summary>Somebody does something; now and then one that is said often.</summary>
    public static string Sentence(Random random)
    {
        if (random.Next(8) == 0)
        {
            return Of(_whole, random);
        }
        var objects = Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"{Of(_between, random)} {Noun(random)}");
        var also = random.Next(4) == 0 ? $" {Of(_also, random)}" : "";
        return $"{Of(_subjects, random)} {Verb(random)} {string.Join(' ', objects)}{also}{(random.Next(6) == 0 ? '?' : '.')}";
    }

    private static string Noun(Random random) => Vocabulary.Draw(random) + (random.Next(4) == 0 ? "s" : "");

    private static string Verb(Random random) =>
        random.Next(4) switch
        {
            0 => $"{Of(_verbs, random)}ed",
            1 => $"are {Of(_verbs, random)}ing",
            2 => $"will {Of(_verbs, random)}",
            _ => Of(_verbs, random),
        };

    private static string Of(string[] all, Random random) => all[random.Next(all.Length)];
}
