using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connecto.Planets;

namespace Connecto.Web.Chat;

/// <summary>
/// The answer of <c>Subscribe</c>, encoded as it grows so that its bound in bytes is exact. Once it has been written to
/// the client its subscriptions go live, what they buffered follows it, and the turn that it was given in is passed on.
/// </summary>
[JsonConverter(typeof(AnswerConverter))]
internal sealed class SubscribeAnswer
{
    private readonly Turns _turns;
    private readonly List<(Subscription Subscription, Opening Opening)> _opened = [];

    private ArrayBufferWriter<byte> _json = new(1024);

    public SubscribeAnswer(Turns turns)
    {
        _turns = turns;
        _json.Write("["u8);
    }

    /// <summary>Bytes so far.</summary>
    public int Length => _json.WrittenCount;

    public static byte[] Encode(Opening opening) => JsonSerializer.SerializeToUtf8Bytes(opening, WireJson.Options);

    public void Add(ReadOnlySpan<byte> opening)
    {
        if (_json.WrittenCount > 1)
        {
            _json.Write(","u8);
        }
        _json.Write(opening);
    }

    // What was encoded need not be held until it is written.
    public void GoesLive(Subscription subscription, Opening opening) =>
        _opened.Add((subscription, opening with { Events = null, Snapshot = null, Counts = null }));

    public SubscribeAnswer Close()
    {
        _json.Write("]"u8);
        return this;
    }

    public void OnWritten()
    {
        foreach (var (subscription, opening) in _opened)
        {
            subscription.Planet.GoLive(subscription, opening);
        }
        _opened.Clear();
        // SignalR keeps the answer until the transport has taken the bytes, which are the transport's own by now.
        _json = new ArrayBufferWriter<byte>();
        _turns.Pass();
    }

    private sealed class AnswerConverter : JsonConverter<SubscribeAnswer>
    {
        public override SubscribeAnswer Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, SubscribeAnswer value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value._json.WrittenSpan, skipInputValidation: true);
    }
}
