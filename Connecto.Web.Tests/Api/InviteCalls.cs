using System.Globalization;
using System.Text.Json;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Api;

/// <summary>What tests of invites ask of the API and of the database.</summary>
internal static class InviteCalls
{
    public static string Code(RestAnswer invite) => invite["code"].GetString()!;

    public static Snowflake Id(string text) => new(long.Parse(text, CultureInfo.InvariantCulture));

    public static async Task<IReadOnlyList<JsonElement>> ListAsync(RestUser user, string planet) =>
        (await user.Rest.GetAsync($"planets/{planet}/invites")).Items;

    public static async Task<Snowflake> CreateAsync(
        this RestServer server,
        PlanetKind kind,
        Snowflake? travel,
        params RestUser[] members
    )
    {
        var planets = server.Server.Services.GetRequiredService<PlanetStore>();
        Snowflake[] others = [.. members.Skip(1).Select(member => Id(member.Id))];
        var planet = await planets.CreateAsync(
            kind,
            travel,
            "planet",
            Id(members[0].Id),
            others,
            TimeProvider.System.GetUtcNow(),
            TestContext.Current.CancellationToken
        );
        return planet.Id;
    }

    public static async Task<int> UsesAsync(this RestServer server, string code) =>
        (int)(await server.ValueAsync($"SELECT uses FROM invites WHERE code = '{code}'"))!;
}
