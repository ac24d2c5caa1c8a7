using System.Text.Json;

namespace Connecto.Bench.Load;

/// <summary>One message of SignalR's JSON protocol, read no further than its head.</summary>
internal readonly ref struct HubRecord
{
    public const int Invocation = 1;
    public const int Completion = 3;
    public const int Ping = 6;
    public const int Close = 7;

    private HubRecord(
        ReadOnlySpan<byte> bytes,
        int type,
        ReadOnlySpan<byte> target,
        ReadOnlySpan<byte> invocationId,
        bool failed
    )
    {
        Bytes = bytes;
        Type = type;
        Target = target;
        InvocationId = invocationId;
        Failed = failed;
    }

    /// <summary>The whole record, without its separator.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>0 for the answer to the handshake.</summary>
    public int Type { get; }

    public ReadOnlySpan<byte> Target { get; }

    public ReadOnlySpan<byte> InvocationId { get; }

    /// <summary>Whether a completion, or the handshake, carries an error.</summary>
    public bool Failed { get; }

    /// <summary>Reads up to the arguments or the result, which stay for whoever wants them.</summary>
    /// <exception cref="JsonException">The bytes are no JSON object.</exception>
    public static HubRecord Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        var (type, failed) = (0, false);
        ReadOnlySpan<byte> target = default;
        ReadOnlySpan<byte> invocationId = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                type = reader.GetInt32();
            }
            else if (reader.ValueTextEquals("target"u8))
            {
                reader.Read();
                target = reader.ValueSpan;
            }
            else if (reader.ValueTextEquals("invocationId"u8))
            {
                reader.Read();
                invocationId = reader.ValueSpan;
            }
            else
            {
                failed = reader.ValueTextEquals("error"u8);
                break;
            }
        }

        return new HubRecord(bytes, type, target, invocationId, failed);
    }
}
