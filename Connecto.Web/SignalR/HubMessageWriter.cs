using System.Buffers;
using System.Text.Json;

namespace Connecto.Web.SignalR;

/// <summary>
/// Writes records as SignalR's JSON protocol has them, calls of the client's methods above all. One buffer per thread;
/// what is taken is a copy of exactly its size.
/// </summary>
internal sealed class HubMessageWriter
{
    private const int KeptCapacity = 256 * 1024;

    [ThreadStatic]
    private static HubMessageWriter? _ofThread;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    private ArrayBufferWriter<byte> _buffer = new(4096);

    /// <summary>This thread's writer, empty. It must not be held across an await.</summary>
    public static HubMessageWriter Rent()
    {
        var writer = _ofThread ??= new HubMessageWriter();
        if (writer._buffer.Capacity > KeptCapacity)
        {
            writer._buffer = new ArrayBufferWriter<byte>(4096);
        }
        writer._buffer.ResetWrittenCount();
        return writer;
    }

    /// <summary>Bytes of the records so far, the one under way included.</summary>
    public int Length => _buffer.WrittenCount + (_json?.BytesPending ?? 0);

    /// <summary>Begins a call of one argument; the argument's JSON follows.</summary>
    public Utf8JsonWriter Begin(ReadOnlySpan<byte> target)
    {
        var json = BeginRecord();
        json.WriteNumber("type"u8, 1);
        json.WriteString("target"u8, target);
        json.WriteStartArray("arguments"u8);
        return json;
    }

    /// <summary>Ends the call.</summary>
    public void End()
    {
        _json!.WriteEndArray();
        EndRecord();
    }

    /// <summary>Begins a record; its fields follow.</summary>
    public Utf8JsonWriter BeginRecord()
    {
        if (_json is null)
        {
            var options = new JsonWriterOptions { Encoder = WireJson.Options.Encoder, SkipValidation = true };
            _json = new Utf8JsonWriter(_buffer, options);
        }
        else
        {
            _json.Reset(_buffer);
        }
        _json.WriteStartObject();
        return _json;
    }

    /// <summary>Ends the record.</summary>
    public void EndRecord()
    {
        _json!.WriteEndObject();
        _json.Flush();
        _buffer.GetSpan(1)[0] = RecordReader.Separator;
        _buffer.Advance(1);
    }

    /// <summary>What was written, as one message to be sent; the writer is empty again.</summary>
    public OutgoingMessage Take()
    {
        var message = new OutgoingMessage(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
        return message;
    }
}
