using System.Buffers;
using System.Text.Json;
using Connecto.Planets;
using Connecto.Web.SignalR;

namespace Connecto.Web.Chat;

/// <summary>
/// The answer of <c>Subscribe</c>, encoded as it grows so that its bound in bytes is exact. Once it has its
/// place in the outbox its subscriptions go live, and what they buffered follows it; once it has been written, the
/// turn that it was given in is passed on.
/// </summary>
internal sealed class SubscribeAnswer : ILongAnswer
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

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteRawValue(_json.WrittenSpan, skipInputValidation: true);
        _json = new ArrayBufferWriter<byte>();
    }

    public void OnSent(Task written)
    {
        foreach (var (subscription, opening) in _opened)
        {
            subscription.Planet.GoLive(subscription, opening);
        }
        _ = PassAsync(written);
    }

    private async Task PassAsync(Task written)
    {
        await written;
        _turns.Pass();
    }
}
