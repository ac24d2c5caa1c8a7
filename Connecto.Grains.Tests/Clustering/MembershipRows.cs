using Npgsql;

namespace Connecto.Grains.Tests.Clustering;

/// <summary>Asks what Orleans asks for its members, by the same texts with the same parameters.</summary>
internal sealed class MembershipRows(NpgsqlDataSource database, string cluster)
{
    public const int Active = 3;
    public const int Dead = 6;

    public static readonly DateTime Noon = new(2026, 5, 1, 12, 0, 0, DateTimeKind.Utc);

    public Task<bool> MakeTableAsync() => AnswerAsync("InsertMembershipVersionKey");

    public Task<bool> InsertAsync(int generation, int version, int status = Active) =>
        AnswerAsync(
            "InsertMembershipKey",
            ("Address", "10.0.0.1"),
            ("Port", 11_111),
            ("Generation", generation),
            ("SiloName", "silo"),
            ("HostName", "host"),
            ("Status", status),
            ("ProxyPort", 30_000),
            ("StartTime", Noon),
            ("IAmAliveTime", Noon),
            ("Version", version)
        );

    public Task<bool> UpdateAsync(int generation, int version, int status, DateTime? alive = null) =>
        AnswerAsync(
            "UpdateMembershipKey",
            ("Address", "10.0.0.1"),
            ("Port", 11_111),
            ("Generation", generation),
            ("Status", status),
            ("SuspectTimes", "10.0.0.2:11111@7,2026-05-01 12:00:00.000 GMT"),
            ("IAmAliveTime", alive ?? Noon),
            ("Version", version)
        );

    public Task AliveAsync(int generation, DateTime at) =>
        AskAsync(
            "UpdateIAmAlivetimeKey",
            ("Address", "10.0.0.1"),
            ("Port", 11_111),
            ("Generation", generation),
            ("IAmAliveTime", at)
        );

    public Task CleanUpAsync(DateTime before) => AskAsync("CleanupDefunctSiloEntriesKey", ("IAmAliveTime", before));

    public Task DeleteAsync() => AskAsync("DeleteMembershipTableEntriesKey");

    public async Task<int[]> GatewaysAsync() =>
        [.. (await AskAsync("GatewaysQueryKey", ("Status", Active))).Select(row => (int)row["generation"]!).Order()];

    /// <summary>The table's version and its silos by generation: status and when it last was alive.</summary>
    public async Task<(int Version, Dictionary<int, (int Status, DateTime Alive)> Silos)> ReadAsync()
    {
        var rows = await AskAsync("MembershipReadAllKey");
        return (
            (int)rows[0]["version"]!,
            rows.Where(row => row["starttime"] is not null)
                .ToDictionary(
                    row => (int)row["generation"]!,
                    row => ((int)row["status"]!, (DateTime)row["iamalivetime"]!)
                )
        );
    }

    private async Task<bool> AnswerAsync(string query, params (string Name, object Value)[] parameters) =>
        (bool)(await AskAsync(query, parameters)).Single().Values.Single()!;

    private async Task<List<Dictionary<string, object?>>> AskAsync(
        string query,
        params (string Name, object Value)[] parameters
    )
    {
        await using var find = database.CreateCommand("SELECT querytext FROM orleansquery WHERE querykey = $1");
        find.Parameters.AddWithValue(query);
        await using var ask = database.CreateCommand((string)(await find.ExecuteScalarAsync())!);
        foreach (var (name, value) in parameters.Append(("DeploymentId", cluster)))
        {
            ask.Parameters.AddWithValue(name, value);
        }
        var rows = new List<Dictionary<string, object?>>();
        await using var reader = await ask.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(
                Enumerable
                    .Range(0, reader.FieldCount)
                    .ToDictionary(reader.GetName, at => reader.IsDBNull(at) ? null : reader.GetValue(at))
            );
        }
        return rows;
    }
}
