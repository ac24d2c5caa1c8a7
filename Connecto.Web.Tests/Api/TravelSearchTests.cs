using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

/// <summary>Words are found among many travels, whether many titles have them or few.</summary>
public sealed class TravelSearchTests(RestServer server) : IClassFixture<RestServer>
{
    private const int Many = 5_000;

    [Fact]
    public async Task Words_are_found_however_many_travels_are_newer()
    {
        var owner = await server.RegisterAsync();
        string[] old = [await owner.TravelAsync("rare one common"), await owner.TravelAsync("rare two common")];
        await server.ValueAsync(
            $"""
            INSERT INTO travels (id, title, visibility, owner_id, member_count, created_at)
            SELECT {old[1]} + n, 'many m' || n, 0, {owner.Id}, 1, now()
            FROM generate_series(1, {Many}) n
            """
        );
        var near = await owner.TravelAsync("rare three");

        Assert.Equal([near, old[1], old[0]], await owner.AllAsync("travels?q=ra", "id", 1));
        Assert.Equal([old[1], old[0]], await owner.AllAsync("travels?q=rare%20comm", "id", 100));
        Assert.Equal(Many, (await owner.AllAsync("travels?q=man", "id", 100)).Distinct().Count());
        // Of 47, 470 to 479 and 4700 to 4799 some lie among the newest, the others beyond.
        var scattered = await owner.AllAsync("travels?q=m47%20many", "id", 7);
        Assert.Equal(111, scattered.Count);
        Assert.Equal(scattered.OrderDescending(StringComparer.Ordinal), scattered);
        Assert.Empty(await owner.AllAsync("travels?q=nowhere", "id", 1));
    }
}
