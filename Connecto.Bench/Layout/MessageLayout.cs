namespace Connecto.Bench.Layout;

/// <summary>
/// One way to lay messages, events and idempotency keys out in PostgreSQL. All ways hold the same columns and promise the
/// same: a dense <c>(planet_id, seq)</c> and one message for each <c>(planet_id, sender_id, client_message_id)</c>.
/// </summary>
/// <param name="Name">Also the name of its schema.</param>
/// <param name="Tables">What creates it; <c>planets</c> and <c>planet_events</c> come with it.</param>
/// <param name="KeyTable">The table that knows a client's message ids.</param>
/// <param name="Inserts">What one transaction writes after its fence.</param>
/// <param name="Page">50 messages of planet $1 before seq $2.</param>
/// <param name="PrunedPage">The same where the caller knows that they lie between the times $3 and $4; null where that helps nothing.</param>
internal sealed record MessageLayout(
    string Name,
    string Tables,
    string KeyTable,
    IReadOnlyList<InsertText> Inserts,
    string Page,
    string? PrunedPage
);
