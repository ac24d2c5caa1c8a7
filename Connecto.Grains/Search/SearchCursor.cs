using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;
using Connecto.Ids;

namespace Connecto.Search;

/// <summary>Where a page of a search ended, so that the next one goes on with the same messages in the same order.</summary>
/// <param name="Asked">What was asked, hashed: it continues no other search.</param>
/// <param name="Before">Only messages older than this are looked at.</param>
/// <param name="At">By which the age of messages counts.</param>
/// <param name="Last">The last one of the page; null where it was the last one of all down to <paramref name="Before"/>.</param>
/// <param name="Score">That of the last one.</param>
/// <param name="Total">What the first page said.</param>
/// <param name="IsExact">Whether that is exact.</param>
public sealed record SearchCursor(
    ulong Asked,
    Snowflake Before,
    DateTimeOffset At,
    Snowflake? Last,
    double Score,
    int Total,
    bool IsExact
)
{
    private const int Size = 45;

    /// <summary>What makes two searches different.</summary>
    public static ulong HashOf(string text, SearchScope scope, SearchSort sort) =>
        XxHash64.HashToUInt64(
            Encoding.UTF8.GetBytes(
                $"{scope.UserId}|{scope.PlanetId}|{scope.TravelId}|{scope.From:O}|{scope.To:O}|{sort}|"
                    + $"{string.Join(',', scope.Senders ?? [])}|{text}"
            )
        );

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Asked);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Before.Value);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], At.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64BigEndian(bytes[24..], Last?.Value ?? 0);
        BinaryPrimitives.WriteDoubleBigEndian(bytes[32..], Score);
        BinaryPrimitives.WriteInt32BigEndian(bytes[40..], Total);
        bytes[44] = IsExact ? (byte)1 : (byte)0;
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null where the text is none of ours.</summary>
    public static SearchCursor? Read(string text)
    {
        Span<byte> bytes = stackalloc byte[Size];
        if (!Base64Url.IsValid(text, out var length) || length != Size)
        {
            return null;
        }
        Base64Url.DecodeFromChars(text, bytes);
        var at = BinaryPrimitives.ReadInt64BigEndian(bytes[16..]);
        var last = BinaryPrimitives.ReadInt64BigEndian(bytes[24..]);
        if (
            at < DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            || at > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        )
        {
            return null;
        }
        return new SearchCursor(
            BinaryPrimitives.ReadUInt64BigEndian(bytes),
            new Snowflake(BinaryPrimitives.ReadInt64BigEndian(bytes[8..])),
            DateTimeOffset.FromUnixTimeMilliseconds(at),
            last > 0 ? new Snowflake(last) : null,
            BinaryPrimitives.ReadDoubleBigEndian(bytes[32..]),
            BinaryPrimitives.ReadInt32BigEndian(bytes[40..]),
            bytes[44] == 1
        );
    }
}
