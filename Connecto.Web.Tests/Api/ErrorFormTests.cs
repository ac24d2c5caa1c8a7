using System.Text;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

/// <summary>Whatever comes in, what goes out is one form of error with the contract's code, and the server goes on.</summary>
public sealed class ErrorFormTests(RestServer server) : IClassFixture<RestServer>
{
    [Theory]
    [InlineData("abc")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("+5")]
    [InlineData("05")]
    [InlineData("1.0")]
    [InlineData("%205")]
    [InlineData("٥")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999999999")]
    public async Task An_id_that_is_none_is_invalid(string id)
    {
        var user = await server.RegisterAsync();

        (await user.Rest.GetAsync($"users/{id}")).IsInvalid("id");
        (await user.Rest.GetAsync($"planets/{id}")).IsInvalid("id");
        (await user.Rest.PostAsync($"planets/{id}/join")).IsInvalid("id");
        (await user.Rest.DeleteAsync($"planets/5/members/{id}")).IsInvalid("userId");
    }

    [Fact]
    public async Task An_id_of_nothing_is_not_found()
    {
        var user = await server.RegisterAsync();

        (await user.Rest.GetAsync("users/9223372036854775807")).IsRefused(404, "not_found");
        (await user.Rest.GetAsync("planets/5")).IsRefused(404, "not_found");
        (await user.Rest.PostAsync("planets/5/join")).IsRefused(404, "not_found");
        (await user.Rest.GetAsync("planets/5/messages")).IsRefused(404, "not_found");
        (await user.Rest.PostAsync("planets/5/messages", new { clientMessageId = "1", text = "hello" })).IsRefused(
            404,
            "not_found"
        );
    }

    [Theory]
    [InlineData("me/sessions?limit=0", "limit")]
    [InlineData("me/sessions?limit=-1", "limit")]
    [InlineData("me/sessions?limit=101", "limit")]
    [InlineData("me/sessions?limit=ten", "limit")]
    [InlineData("me/sessions?limit=1e3", "limit")]
    [InlineData("me/sessions?limit=99999999999999999999", "limit")]
    [InlineData("me/sessions?limit=5&limit=6", "limit")]
    [InlineData("me/sessions?cursor=next", "cursor")]
    [InlineData("me/planets?limit=101", "limit")]
    [InlineData("planets/5/members?limit=101", "limit")]
    [InlineData("planets/5/messages?limit=101", "limit")]
    [InlineData("planets/5/messages?before=x", "before")]
    [InlineData("planets/5/messages?after=-1", "after")]
    [InlineData("planets/5/messages?before=5&after=1", "before")]
    [InlineData("planets/5/messages/0", "seq")]
    [InlineData("planets/5/messages/00001", "seq")]
    [InlineData("planets/5/messages/first", "seq")]
    [InlineData("planets/5/changes?sinceRev=x", "sinceRev")]
    public async Task What_is_wrong_in_a_path_or_query_is_named(string path, string field)
    {
        var user = await server.RegisterAsync();

        (await user.Rest.GetAsync(path)).IsInvalid(field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("\"text\"")]
    [InlineData("{} {}")]
    [InlineData("{'name':'x'}")]
    public async Task A_body_that_is_not_the_object_is_invalid(string body)
    {
        var user = await server.RegisterAsync();

        (await user.Rest.PostRawAsync("planets", body)).IsRefused(400, "invalid");
    }

    [Theory]
    [InlineData("""{"name": 5}""", "name")]
    [InlineData("""{"name": null}""", "name")]
    [InlineData("""{"name": ["x"]}""", "name")]
    [InlineData("""{"name": "\ud800"}""", "name")]
    [InlineData("""{"name": "a\u0000b"}""", "name")]
    [InlineData("""{"name": "x", "memberIds": "5"}""", "memberIds")]
    [InlineData("""{"name": "x", "memberIds": [5]}""", "memberIds[0]")]
    [InlineData("""{"name": "x", "memberIds": ["five"]}""", "memberIds[0]")]
    public async Task A_field_of_another_kind_is_named(string body, string field)
    {
        var user = await server.RegisterAsync();

        (await user.Rest.PostRawAsync("planets", body)).IsInvalid(field);
    }

    [Fact]
    public async Task Unknown_fields_are_passed_over_and_absent_ones_are_null()
    {
        var user = await server.RegisterAsync();

        var made = await user.Rest.PostRawAsync("planets", """{"name": "x", "colour": {"of": ["the", "sky"]}}""");

        Assert.Equal(201, made.Status);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_invalid()
    {
        var user = await server.RegisterAsync();
        byte[] body = [.. "{\"name\": \""u8, 0xff, 0xfe, .. "\"}"u8];

        (await user.Rest.PostRawAsync("planets", body)).IsRefused(400, "invalid");
    }

    [Theory]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; charset=klingon", 415)]
    [InlineData("application/json; charset=UTF-8", 201)]
    [InlineData("application/json; charset=\"utf-8\"", 201)]
    public async Task A_body_that_says_it_is_not_UTF_8_is_refused(string type, int status)
    {
        var user = await server.RegisterAsync();

        var answer = await user.Rest.PostRawAsync("planets", "{\"name\": \"x\"}"u8.ToArray(), type);

        Assert.Equal(status, answer.Status);
        if (status == 415)
        {
            answer.IsRefused(415, "invalid");
        }
    }

    [Fact]
    public async Task A_body_of_10_MB_is_too_large_and_the_next_call_is_served()
    {
        var user = await server.RegisterAsync();
        var body = Encoding.ASCII.GetBytes($$"""{"name": "{{new string('x', 10_000_000)}}"}""");

        (await user.Rest.PostRawAsync("planets", body)).IsRefused(413, "too_large");
        (await server.Anonymous.PostRawAsync("auth/login", body)).IsRefused(413, "too_large");

        Assert.Equal(200, (await user.Rest.GetAsync("me")).Status);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_what_is_there_says_its_methods()
    {
        var user = await server.RegisterAsync();

        (await user.Rest.GetAsync("nothing")).IsRefused(404, "not_found");
        (await user.Rest.PostAsync("nothing")).IsRefused(404, "not_found");
        (await server.Anonymous.GetAsync("../v2/me")).IsRefused(404, "not_found");
        (await user.Rest.DeleteAsync("users/5")).IsRefused(405, "invalid");
        (await user.Rest.PostRawAsync("planets", "a=b"u8.ToArray(), "text/plain")).IsRefused(415, "invalid");
    }

    [Fact]
    public async Task An_absurd_number_of_planets_to_mark_is_invalid()
    {
        var user = await server.RegisterAsync();

        (await user.Rest.PostAsync("me/read", Enumerable.Repeat(new { planetId = "5", seq = 1 }, 501))).IsInvalid(
            "body"
        );
        (await user.Rest.PostRawAsync("me/read", "[null]")).IsInvalid("planetId");
        (await user.Rest.PostRawAsync("me/read", """[{"planetId": "5"}]""")).IsInvalid("seq");
        (await user.Rest.PostRawAsync("me/read", """[{"planetId": "5", "seq": -1}]""")).IsInvalid("seq");
        (await user.Rest.PostRawAsync("me/read", """[{"planetId": "5", "seq": 1.5}]""")).IsRefused(400, "invalid");
    }
}
