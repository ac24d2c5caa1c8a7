using System.Diagnostics;
using Npgsql;

namespace Connecto.Bench.Layout;

/// <summary>One writer lane: a connection that commits one transaction after the other, each in one round trip.</summary>
internal sealed class Lane : IAsyncDisposable
{
    private const int Messages = 256;
    private const int PlanetsTouched = 100;

    private readonly long[] _planets;
    private readonly long[] _heads;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlBatch _batch;
    private readonly LaneArrays _arrays = new(Messages, PlanetsTouched);
    private int _next;

    private Lane(MessageLayout layout, NpgsqlConnection connection, int index, int lanes)
    {
        _connection = connection;
        _batch = connection.CreateBatch();
        _planets =
        [
            .. Enumerable.Range(1, LayoutDatabase.Planets).Where(id => id % lanes == index).Select(id => (long)id),
        ];
        _heads = new long[_planets.Length];
        _batch.BatchCommands.Add(_arrays.Fence(TransactionText.Fence(layout.KeyTable)));
        foreach (var insert in layout.Inserts)
        {
            _batch.BatchCommands.Add(_arrays.Insert(insert));
        }
    }

    /// <summary>Opens lane <paramref name="index"/> (from 0) of <paramref name="lanes"/>; each has its own planets.</summary>
    public static async Task<Lane> OpenAsync(MessageLayout layout, LayoutDatabase database, int index, int lanes)
    {
        var lane = new Lane(layout, await database.OpenAsync(), index, lanes);
        await lane.ReadHeadsAsync();
        await lane._batch.PrepareAsync();
        return lane;
    }

    /// <summary>Writes for <paramref name="time"/>; answers how many messages were committed.</summary>
    public async Task<long> WriteAsync(TimeSpan time)
    {
        var committed = 0L;
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < time; committed += Messages)
        {
            Fill();
            await CommitAsync();
        }

        return committed;
    }

    public async ValueTask DisposeAsync()
    {
        await _batch.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task ReadHeadsAsync()
    {
        await using var command = new NpgsqlCommand("SELECT id, head_rev FROM planets", _connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var at = Array.BinarySearch(_planets, reader.GetInt64(0));
            if (at >= 0)
            {
                _heads[at] = reader.GetInt64(1);
            }
        }
    }

    private void Fill()
    {
        var message = 0;
        for (var i = 0; i < PlanetsTouched; i++)
        {
            var planet = (_next + i) % _planets.Length;
            var count = (i + 1) * Messages / PlanetsTouched - i * Messages / PlanetsTouched;
            _arrays.Planet(i, _planets[planet], _heads[planet], count);
            for (var k = 0; k < count; k++)
            {
                _arrays.Message(message++, _planets[planet], _heads[planet] + k + 1, _heads[planet] + count);
            }

            _heads[planet] += count;
        }

        _next = (_next + PlanetsTouched) % _planets.Length;
    }

    private async Task CommitAsync()
    {
        await using var reader = await _batch.ExecuteReaderAsync();
        var fenced = 0;
        while (await reader.ReadAsync())
        {
            fenced++;
        }

        while (await reader.NextResultAsync()) { }
        if (fenced != PlanetsTouched || reader.RecordsAffected < Messages)
        {
            throw new InvalidOperationException($"{fenced} of {PlanetsTouched} planets passed the fence.");
        }
    }
}
