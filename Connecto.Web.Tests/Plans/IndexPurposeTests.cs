using System.Reflection;
using System.Text.RegularExpressions;
using Connecto.Storage;
using Connecto.Tests.Support;
using Npgsql;

namespace Connecto.Web.Tests.Plans;

/// <summary>That every index says which methods it is for, and that there are such methods.</summary>
[Trait("Runtime", "Either")]
public sealed partial class IndexPurposeTests(PostgresFixture postgres)
{
    private static readonly Type[] _types =
    [
        .. typeof(Databases).Assembly.GetTypes(),
        .. typeof(ConnectoWeb).Assembly.GetTypes(),
    ];

    [Fact]
    public async Task Every_index_names_the_methods_that_it_serves()
    {
        var indexes = await IndexesAsync();

        Assert.True(indexes.Count > 40);
        Assert.Equal([], indexes.Where(index => !Purpose().IsMatch(index.Purpose)).Select(index => index.Name));
        Assert.Equal(
            [],
            indexes
                .SelectMany(index => Method().Matches(index.Purpose).Select(method => (index.Name, Method: method)))
                .Where(named => !Exists(named.Method.Groups[1].Value, named.Method.Groups[2].Value))
                .Select(named => $"{named.Name} serves {named.Method}, which there is not")
        );
        Assert.False(Exists("MessageStore", "Nothing"));
    }

    [Fact]
    public void No_list_is_read_by_counting_from_its_beginning()
    {
        var sources = Directory.GetFiles(
            Path.Combine(Sources(), "Connecto.Grains"),
            "*.cs",
            SearchOption.AllDirectories
        );
        Assert.True(sources.Length > 100);

        // What ends the sessions that are too many passes over at most a hundred.
        Assert.Equal(
            ["SessionStore.cs"],
            sources.Where(file => Offset().IsMatch(File.ReadAllText(file))).Select(file => Path.GetFileName(file)!)
        );
    }

    private static bool Exists(string type, string method) =>
        _types
            .Where(one => one.Name == type)
            .SelectMany(one =>
                one.GetMethods(
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
                )
            )
            .Any(one => one.Name == method || one.Name == method + "Async");

    /// <summary>Of all tables but Orleans' own, each partitioned one as a whole.</summary>
    private async Task<List<(string Name, string Purpose)>> IndexesAsync()
    {
        var database = await postgres.CreateDatabaseAsync();
        var indexes = new List<(string, string)>();
        await using (var source = NpgsqlDataSource.Create(database + ";Pooling=false"))
        {
            await using var command = source.CreateCommand(
                """
                SELECT c.relname::text, coalesce(obj_description(c.oid, 'pg_class'), '')
                FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
                  AND c.relname <> 'schema_migrations_pkey' AND c.relname NOT LIKE 'orleans%' ORDER BY 1
                """
            );
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                indexes.Add((reader.GetString(0), reader.GetString(1)));
            }
        }
        await postgres.DropDatabaseAsync(database);
        return indexes;
    }

    private static string Sources([System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));

    [GeneratedRegex(@"^Serves \w+\.\w+(, \w+\.\w+)*$")]
    private static partial Regex Purpose();

    [GeneratedRegex(@"(\w+)\.(\w+)")]
    private static partial Regex Method();

    [GeneratedRegex(@"\bOFFSET\b")]
    private static partial Regex Offset();
}
