using Npgsql;
using NpgsqlTypes;

namespace Connecto.Storage.Lanes;

/// <summary>One array parameter: a column of the rows that a statement writes. The list is reused.</summary>
internal sealed class Column<T>(NpgsqlDbType type)
{
    public List<T> Values { get; } = [];

    public void Add(T value) => Values.Add(value);

    /// <summary>A parameter that always holds the present values; each statement needs one of its own.</summary>
    public NpgsqlParameter Parameter() =>
        new NpgsqlParameter<List<T>> { TypedValue = Values, NpgsqlDbType = NpgsqlDbType.Array | type };
}
