using Npgsql;

namespace Connecto.Web.Tests.Support;

/// <summary>A planet that can be neither claimed nor written until this is disposed.</summary>
public sealed class BrokenPlanet : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly string _name;

    private BrokenPlanet(NpgsqlDataSource database, string planet) =>
        (_database, _name) = (database, $"broken_{planet}");

    public static async Task<BrokenPlanet> BreakAsync(NpgsqlDataSource database, string planet)
    {
        var broken = new BrokenPlanet(database, planet);
        await broken.ExecuteAsync(
            $"""
            CREATE FUNCTION {broken._name}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''broken''; END';
            CREATE TRIGGER {broken._name} BEFORE UPDATE ON planets
                FOR EACH ROW WHEN (NEW.id = {planet}) EXECUTE FUNCTION {broken._name}();
            """
        );
        return broken;
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync($"DROP FUNCTION {_name} CASCADE");

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
