using Npgsql;
using NpgsqlTypes;

namespace Connecto.Bench.Layout;

/// <summary>The arrays of one transaction, bound once and filled anew for each.</summary>
internal sealed class LaneArrays(int messages, int planets)
{
    private static readonly string Filler = new('x', 100);
    private static long s_lastId = Calendar.IdAt(Calendar.Now);

    private readonly long[] _fencedPlanets = new long[planets];
    private readonly long[] _fencedEpochs = Filled(planets);
    private readonly long[] _believed = new long[planets];
    private readonly long[] _newHeads = new long[planets];
    private readonly long[] _planets = new long[messages];
    private readonly long[] _epochs = Filled(messages);
    private readonly long[] _heads = new long[messages];
    private readonly long[] _seqs = new long[messages];
    private readonly long[] _ids = new long[messages];
    private readonly long[] _senders = new long[messages];
    private readonly string[] _clientIds = new string[messages];
    private readonly long[] _hashes = new long[messages];
    private readonly string[] _texts = new string[messages];
    private readonly DateTime[] _times = new DateTime[messages];

    public NpgsqlBatchCommand Fence(string sql) =>
        Bind(sql, _fencedPlanets, _fencedEpochs, _believed, _newHeads, _newHeads, _planets, _senders, _clientIds);

    public NpgsqlBatchCommand Insert(InsertText insert) =>
        Bind(insert.FromArrays(), [.. InsertText.Fence.Concat(insert.Fields).Select(Field)]);

    public void Planet(int index, long planet, long head, int count)
    {
        _fencedPlanets[index] = planet;
        _believed[index] = head;
        _newHeads[index] = head + count;
    }

    public void Message(int index, long planet, long seq, long newHead)
    {
        _planets[index] = planet;
        _heads[index] = newHead;
        _seqs[index] = seq;
        _ids[index] = Interlocked.Increment(ref s_lastId);
        _senders[index] = planet * 100 + seq % 20;
        _clientIds[index] = Guid.NewGuid().ToString();
        _hashes[index] = seq * 31;
        _texts[index] = Filler[..(64 + (int)(seq % 37))];
        _times[index] = Calendar.Now.UtcDateTime.AddTicks((_ids[index] & 0x3FFFFF) * 10);
    }

    private object Field(string name) =>
        name switch
        {
            "planet_id" => _planets,
            "epoch" => _epochs,
            "head" => _heads,
            "seq" or "rev" => _seqs,
            "id" => _ids,
            "sender_id" => _senders,
            "client_message_id" => _clientIds,
            "request_hash" => _hashes,
            "text" => _texts,
            "at" => _times,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such field."),
        };

    private static long[] Filled(int length)
    {
        var epochs = new long[length];
        Array.Fill(epochs, 1);
        return epochs;
    }

    private static NpgsqlBatchCommand Bind(string sql, params object[] arrays)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var array in arrays)
        {
            var parameter = new NpgsqlParameter { Value = array };
            if (array is DateTime[])
            {
                // While the array is empty of UTC times, Npgsql would take it for timestamps without a zone.
                parameter.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz;
            }

            command.Parameters.Add(parameter);
        }

        return command;
    }
}
