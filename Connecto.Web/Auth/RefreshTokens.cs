using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Connecto.Ids;
using Microsoft.AspNetCore.DataProtection;

namespace Connecto.Web.Auth;

/// <summary>
/// A refresh token is the user's and the session's id and 32 random bytes, sealed with the data-protection keys. Only
/// the SHA-256 of the random bytes is stored. The seal tells a token that was ours once, however old, from one that
/// somebody made up: only the former ends its session when it is shown again.
/// </summary>
public sealed class RefreshTokens(IDataProtectionProvider protection)
{
    /// <summary>How long a session lives that is not refreshed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private const int IdLength = sizeof(long);
    private const int SecretLength = 32;
    private const int Length = 2 * IdLength + SecretLength;
    private readonly IDataProtector _protector = protection.CreateProtector("Connecto.RefreshToken");

    public RefreshToken Make(Snowflake userId, Snowflake sessionId)
    {
        var content = new byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(content, userId.Value);
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(IdLength), sessionId.Value);
        var secret = content.AsSpan(2 * IdLength);
        RandomNumberGenerator.Fill(secret);
        var text = Base64Url.EncodeToString(_protector.Protect(content));
        return new RefreshToken(userId, sessionId, SHA256.HashData(secret), text);
    }

    /// <summary>Reads a token; false where it is not one of ours.</summary>
    public bool TryRead(string? text, [NotNullWhen(true)] out RefreshToken? token)
    {
        token = null;
        try
        {
            var content = _protector.Unprotect(Base64Url.DecodeFromChars(text)).AsSpan();
            if (content.Length != Length)
            {
                return false;
            }
            token = new RefreshToken(
                new Snowflake(BinaryPrimitives.ReadInt64BigEndian(content)),
                new Snowflake(BinaryPrimitives.ReadInt64BigEndian(content[IdLength..])),
                SHA256.HashData(content[(2 * IdLength)..]),
                text!
            );
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return false;
        }
    }
}

/// <summary><c>Hash</c> is what is stored, <c>Text</c> what the client holds.</summary>
public sealed record RefreshToken(Snowflake UserId, Snowflake SessionId, byte[] Hash, string Text);
