using System.Collections.Immutable;
using System.Text.Json;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;

namespace Connecto.Web.Tests.Hosting;

public sealed class WireJsonTests
{
    private static readonly DateTimeOffset _at = new(2026, 1, 2, 12, 4, 5, 6, 700, TimeSpan.FromHours(9));

    [Fact]
    public void An_event_is_written_as_the_contract_says()
    {
        PlanetEvent change = new ReactionChanged(7, _at, 3, new Snowflake(5), "♥", true);

        var json = JsonSerializer.Serialize(change, WireJson.Options);

        Assert.Equal(
            """{"kind":"reaction","seq":3,"userId":"5","emoji":"♥","on":true,"rev":7,"at":"2026-01-02T03:04:05.006Z"}""",
            json
        );
        var read = JsonSerializer.Deserialize<PlanetEvent>(json, WireJson.Options);
        Assert.Equal(change with { At = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero) }, read);
    }

    [Fact]
    public void Counts_and_moves_are_arrays()
    {
        Assert.Equal("[[1,2,3]]", JsonSerializer.Serialize(new[] { new MessageCount(1, 2, 3) }, WireJson.Options));
        Assert.Equal(
            """["5",1,2]""",
            JsonSerializer.Serialize(new ReceiptMove(new Snowflake(5), 1, 2), WireJson.Options)
        );
        Assert.Equal(
            new ReceiptMove(new Snowflake(5), 1, 2),
            JsonSerializer.Deserialize<ReceiptMove>("""["5",1,2]""", WireJson.Options)
        );
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<MessageCount>("[1,2]", WireJson.Options));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<MessageCount>("[1,2,3,4]", WireJson.Options));
    }

    [Fact]
    public void Nulls_are_left_out_and_arrays_that_were_never_set_are_empty()
    {
        var message = new Message
        {
            Id = new Snowflake(1),
            PlanetId = new Snowflake(2),
            Seq = 3,
            Rev = 4,
            SenderId = new Snowflake(5),
            CreatedAt = _at,
            Mentions = default(ImmutableArray<Snowflake>),
        };

        var json = JsonSerializer.SerializeToElement(message, WireJson.Options);

        Assert.False(json.TryGetProperty("text", out _));
        Assert.Equal("text", json.GetProperty("type").GetString());
        Assert.Empty(json.GetProperty("mentions").EnumerateArray());
    }

    [Theory]
    [InlineData("5")]
    [InlineData("\"-5\"")]
    [InlineData("\"05\"")]
    [InlineData("\"\"")]
    [InlineData("null")]
    public void An_id_is_a_decimal_number_in_a_string(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Snowflake>(json, WireJson.Options));

    [Theory]
    [InlineData("\"owner\"", true)]
    [InlineData("\"Owner\"", true)]
    [InlineData("\"king\"", false)]
    [InlineData("2", false)]
    public void A_word_of_an_enum_is_a_string(string json, bool isRole)
    {
        var read = Record.Exception(() => JsonSerializer.Deserialize<MemberRole>(json, WireJson.Options));

        Assert.Equal(isRole, read is not JsonException);
    }
}
