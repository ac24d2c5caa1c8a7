using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Connecto.Messages;

/// <summary>
/// What tells a retry from another request under the same key: the first 16 bytes of SHA-256 over the text, the
/// message replied to and the mentions.
/// </summary>
public static class RequestHash
{
    public const int Length = 16;

    public static byte[] Of(SendRequest request)
    {
        Span<byte> head = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(head, request.ReplyToSeq ?? 0);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], request.Mentions.Length);
        var text = MemoryMarshal.AsBytes(request.Text.AsSpan());
        var size = head.Length + (request.Mentions.Length * 8) + text.Length;
        var bytes = size <= 1024 ? stackalloc byte[1024] : new byte[size];
        head.CopyTo(bytes);
        var at = head.Length;
        foreach (var mention in request.Mentions)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes[at..], mention.Value);
            at += 8;
        }
        text.CopyTo(bytes[at..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..size], hash);
        return hash[..Length].ToArray();
    }
}
