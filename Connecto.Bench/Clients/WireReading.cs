using System.Text.Json;
using Connecto.Bench.History;

namespace Connecto.Bench.Clients;

/// <summary>Reads the contract's objects without the server's own types.</summary>
internal static class WireReading
{
    public static string Text(this JsonElement of, string name) => of.GetProperty(name).GetString()!;

    public static string? TextOrNull(this JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static long Number(this JsonElement of, string name) => of.GetProperty(name).GetInt64();

    public static long? NumberOrNull(this JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    public static IEnumerable<JsonElement> Items(this JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    public static MessageState Message(this JsonElement message) =>
        new(
            message.Number("seq"),
            message.Number("rev"),
            message.Text("id"),
            message.Text("senderId"),
            message.TextOrNull("text"),
            message.NumberOrNull("replyToSeq"),
            message.Text("createdAt"),
            message.TextOrNull("editedAt"),
            message.TextOrNull("deletedAt"),
            Reactions.Of(message.Items("reactions")).ToString()
        );

    public static MessageCounts Counts(this JsonElement message) =>
        new((int)message.Number("readCount"), (int)message.Number("unreadCount"));

    public static Badge Badge(this JsonElement item) =>
        new(
            item.GetProperty("planet").Text("id"),
            item.Number("lastReadSeq"),
            item.Number("unreadCount"),
            item.Number("mentionCount")
        );

    public static EventStep Step(this JsonElement told)
    {
        var kind = told.Text("kind");
        var seq = kind == "message" ? told.GetProperty("message").Number("seq") : told.NumberOrNull("seq");
        var detail = kind switch
        {
            "reaction" => $"{told.Text("userId")} {(told.IsTrue("on") ? "on" : "off")} {told.Text("emoji")}",
            "member" => string.Join(", ", told.Items("members").Select(Membership)),
            _ => null,
        };
        return new EventStep(told.Number("rev"), kind, seq, detail);
    }

    public static bool IsTrue(this JsonElement of, string name) => of.GetProperty(name).GetBoolean();

    private static string Membership(JsonElement member) => $"{member.Text("userId")} {member.Text("status")}";

    public static Acknowledgement Acknowledgement(this JsonElement answer, int connection, int call) =>
        new(
            answer.Text("messageId"),
            answer.Number("seq"),
            answer.Number("rev"),
            answer.Text("createdAt"),
            answer.IsTrue("duplicate"),
            connection,
            call
        );
}
