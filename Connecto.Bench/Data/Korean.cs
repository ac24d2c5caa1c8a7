namespace Connecto.Bench.Data;

/// <summary>Korean sentences: nouns with the particles that follow them, then a verb.</summary>
internal static class Korean
{
    /// <summary>A word that is in a fifth of all messages, and in no other word.</summary>
    public const string Frequent = "오늘";

    private const int Words = 20_000;
    private const int FirstSyllable = 0xAC00;
    private const int Finals = 28;
    private const int FinalRieul = 8;

    // Each stands for what follows a syllable with a final consonant, and what follows one without.
    private static readonly (string Closed, string Open)[] _particles =
    [
        ("을", "를"),
        ("이", "가"),
        ("은", "는"),
        ("에서", "에서"),
        ("에", "에"),
        ("으로", "로"),
        ("도", "도"),
        ("까지", "까지"),
        ("과", "와"),
        ("부터", "부터"),
        ("만", "만"),
        ("에는", "에는"),
        ("보다", "보다"),
        ("처럼", "처럼"),
    ];

    private static readonly string[] _verbs = Split(
        "가 오 보 먹 만나 찾 사 타 알 모르 기다리 쉬 자 걷 놀 마시 예약하 출발하 도착하 준비하 확인하 연락하 구경하 추천하 "
            + "결제하 취소하 시작하 끝나 바꾸 빌리 보내 받 챙기 남 찍 올리 고르 묻 듣 쓰"
    );

    // What follows every stem alike.
    private static readonly string[] _endings =
    [
        "네요",
        "고 싶어요",
        "고 있어요",
        "죠?",
        "는데요",
        "고 싶다",
        "기로 했어요",
        "겠습니다",
        "지 않아요",
        "고 왔어요!",
        "지 마세요",
        "게 됐어요",
    ];

    private static readonly string[] _whole =
    [
        "안녕하세요!",
        "ㅋㅋㅋ",
        "좋아요 👍",
        "날씨가 정말 좋네요.",
        "사진 잘 나왔어요!",
        "내일 아침 일곱 시에 로비에서 봐요.",
        "시장에서 떡볶이 먹고 갈까요?",
        "감사합니다.",
    ];

    public static Vocabulary Vocabulary { get; } =
        new(
            """
            서울 여행 부산 저녁 숙소 사진 친구 비행기 시간 제주 내일 버스 호텔 아침 공항 바다 날씨 점심 예약 기차
            카페 식당 사람 우리 지하철 시장 커피 경주 가방 여권 표 돈 산 길 집 역 강릉 택시 일정 회의
            주말 맛집 지도 공원 박물관 해변 일요일 토요일 월요일 금요일 자전거 렌터카 주차장 우산 비 눈 봄 여름 가을 겨울
            영화 음악 노래 축제 공연 전시 미술관 도서관 학교 회사 선생님 학생 가족 엄마 아빠 동생 아이 강아지 고양이 생일
            선물 케이크 치킨 떡볶이 김밥 라면 냉면 비빔밥 불고기 삼겹살 회 해물 국수 빵 과자 과일 사과 딸기 수박 물
            맥주 소주 와인 차 우유 주스 얼음 온천 수영장 등산 캠핑 텐트 침낭 낚시 산책 운동 축구 야구 농구 골프
            스키 전주 대구 대전 광주 인천 수원 속초 여수 통영 남해 춘천 안동 목포 포항 울산 한강 명동 홍대 강남
            이태원 인사동 북촌 한옥 궁궐 절 성당 탑 다리 섬 항구 등대 계곡 폭포 호수 숲 들판 꽃 나무 단풍
            일출 일몰 야경 별 달 하늘 구름 바람 안개 태풍 지진 뉴스 신문 방송 인터넷 전화 문자 메일 주소 번호
            비밀번호 충전기 배터리 카메라 노트북 휴대폰 안경 모자 신발 옷 바지 치마 양말 수건 칫솔 비누 약 병원 약국 의사
            은행 환전 카드 현금 영수증 가격 할인 쿠폰 무료 입장권 매표소 출구 입구 계단 승강기 화장실 방 침대 창문 문
            도쿄 교토 오사카 파리 런던 뉴욕 방콕 하노이 타이베이 홍콩 리스본 로마 베를린 시드니 국경 대사관 보험 지갑 열쇠 계획
            """,
            Words
        );

    /// <summary>One to four nouns and a verb; now and then one that is said often.</summary>
    public static string Sentence(Random random)
    {
        if (random.Next(8) == 0)
        {
            return Of(_whole, random);
        }
        var nouns = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Noun(random));
        var time = random.Next(8) == 0 ? $"{random.Next(1, 13)}시에 " : "";
        return $"{time}{string.Join(' ', nouns)} {Of(_verbs, random)}{Of(_endings, random)}";
    }

    // With a particle mostly, and the frequent ones of them more often.
    private static string Noun(Random random)
    {
        var word = Vocabulary.Draw(random);
        if (random.Next(5) == 0)
        {
            return word;
        }
        var (closed, open) = _particles[Math.Min(random.Next(_particles.Length), random.Next(_particles.Length))];
        var final = (word[^1] - FirstSyllable) % Finals;
        return word + (final == 0 || (final == FinalRieul && open == "로") ? open : closed);
    }

    private static string Of(string[] all, Random random) => all[random.Next(all.Length)];

    private static string[] Split(string words) => words.Split(' ');
}
