using Connecto.Ids;
using Connecto.Planets;
using Connecto.Storage;

namespace Connecto.Grains.Tests.Storage;

public sealed class PlanetEventDataTests
{
    private static readonly DateTimeOffset _at = new(2026, 5, 1, 12, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void Members_are_read_as_they_were_written()
    {
        EventMember[] members =
        [
            new(new Snowflake(1), MemberRole.Owner, MemberStatus.Active, null, _at, 0),
            new(new Snowflake(long.MaxValue), MemberRole.Member, MemberStatus.Banned, _at, _at, 17),
        ];
        Assert.Equal(members, PlanetEventData.ReadMembers(PlanetEventData.Members(members)));
    }

    [Fact]
    public void A_member_is_written_under_the_names_of_the_wire()
    {
        var data = PlanetEventData.Members([
            new EventMember(new Snowflake(1), MemberRole.Owner, MemberStatus.Active, null, _at, 3),
        ]);
        Assert.Equal(
            """{"members":[{"userId":"1","role":"owner","status":"active","joinedAt":"2026-05-01T12:00:00.123+00:00","joinedSeq":3}]}""",
            data
        );
    }

    [Theory]
    [InlineData("👍🏽", true)]
    [InlineData("\"", false)]
    public void Reactions_are_read_as_they_were_written(string emoji, bool on) =>
        Assert.Equal((emoji, on), PlanetEventData.ReadReaction(PlanetEventData.Reaction(emoji, on)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pins_are_read_as_they_were_written(bool on) =>
        Assert.Equal(on, PlanetEventData.ReadPin(PlanetEventData.Pin(on)));

    [Fact]
    public void What_did_not_change_of_a_planet_is_read_as_null()
    {
        var settings = new PlanetSettings(5, ReadReceipts: false, HistoryVisible: true, EditWindowSeconds: 60);
        Assert.Equal(
            new PlanetEventData.PlanetData("부산", settings, true, _at, null),
            PlanetEventData.ReadPlanet(PlanetEventData.Planet("부산", settings, true, _at))
        );
        Assert.Equal(
            new PlanetEventData.PlanetData(null, null, false, null, null),
            PlanetEventData.ReadPlanet(PlanetEventData.Planet(null, null, false, _at))
        );
        Assert.Equal(
            new PlanetEventData.PlanetData(null, null, null, null, null),
            PlanetEventData.ReadPlanet(PlanetEventData.Planet(null, null, null, null))
        );
    }
}
