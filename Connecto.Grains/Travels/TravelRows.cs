using Connecto.Storage;
using Npgsql;

namespace Connecto.Travels;

/// <summary>How a travel's row <c>t</c> is read.</summary>
internal static class TravelRows
{
    public const string Columns =
        "t.id, t.title, t.visibility, t.owner_id, t.member_count, t.starts_on, t.ends_on, t.created_at";

    public const int ColumnCount = 8;

    public static Travel Read(NpgsqlDataReader reader) =>
        new(
            reader.Id(0),
            reader.GetString(1),
            (TravelVisibility)reader.GetInt16(2),
            reader.Id(3),
            reader.GetInt32(4),
            reader.Get<DateOnly?>(5),
            reader.Get<DateOnly?>(6),
            reader.Time(7)
        );
}
