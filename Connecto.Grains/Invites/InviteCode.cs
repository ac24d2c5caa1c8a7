using System.Security.Cryptography;

namespace Connecto.Invites;

/// <summary>The secret of an invite: 20 random letters and digits, 119 bits.</summary>
public static class InviteCode
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int Length = 20;

    internal static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>Whether the text could be a code; what could not be is not looked for.</summary>
    public static bool IsPlausible(string text) => text.Length == Length && text.All(char.IsAsciiLetterOrDigit);
}
