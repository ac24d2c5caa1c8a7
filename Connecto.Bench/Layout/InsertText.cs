namespace Connecto.Bench.Layout;

/// <summary>An insert after the fence: one row a message, only into planets that the fence let pass.</summary>
/// <param name="Target">Table and columns.</param>
/// <param name="Columns">What goes into them, from <c>m</c>.</param>
/// <param name="Fields">The fields of <c>m</c> that the columns use, in the order in which their arrays are bound.</param>
internal sealed record InsertText(string Target, string Columns, IReadOnlyList<string> Fields)
{
    /// <summary>Every insert needs these to know its planet.</summary>
    public static readonly IReadOnlyList<string> Fence = ["planet_id", "epoch", "head"];

    /// <summary>The statement that takes an array for each of <see cref="Fence"/> and <see cref="Fields"/>.</summary>
    public string FromArrays()
    {
        string[] fields = [.. Fence, .. Fields];
        var arrays = fields.Select((field, i) => $"${i + 1}::{TypeOf(field)}[]");
        return $"""
            INSERT INTO {Target} SELECT {Columns}
            FROM unnest({string.Join(", ", arrays)}) m({string.Join(", ", fields)})
            JOIN planets p ON p.id = m.planet_id AND p.epoch = m.epoch AND p.head_rev = m.head
            """;
    }

    /// <summary>The same rows from a table that holds all fields.</summary>
    public string From(string table) => $"INSERT INTO {Target} SELECT {Columns} FROM {table} m ORDER BY at, planet_id";

    private static string TypeOf(string field) =>
        field switch
        {
            "client_message_id" or "text" => "text",
            "at" => "timestamptz",
            _ => "bigint",
        };
}
